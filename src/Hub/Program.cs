using Hub;

var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Hub") ?? throw new InvalidOperationException("No database.");
var app = await HubServer.BuildAsync(args, connectionString, null, CancellationToken.None);
await app.RunAsync();
