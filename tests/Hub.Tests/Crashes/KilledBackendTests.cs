using Hub.Platform;
using Hub.Storage;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class KilledBackendTests(ITestOutputHelper output)
{
    private const string KillAll = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name = 'hub'";

    [Fact]
    public async Task Connections_to_the_database_that_are_cut_while_visitors_write_cost_nothing_that_was_acknowledged()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        await using var desk = await WatchingDesk.OpenAsync(await hub.SignInAsync(), [hub.Address]);
        await using var crowd = Crowd.Gather(await hub.SiteKeyAsync(), [hub.Address], 30, TimeSpan.FromMilliseconds(60));
        long cut = 0;
        for (var time = 0; time < 15; time++)
        {
            await crowd.WriteAsync(time == 0 ? 5 : 60);
            await Task.Delay(Random.Shared.Next(100));
            cut += await hub.ScalarAsync<long>(KillAll);
        }
        await crowd.WriteAsync(100);
        // The last cut falls into the silence: what it interrupts, no later message brings along.
        await crowd.FallSilentAsync();
        cut += await hub.ScalarAsync<long>(KillAll);

        var took = await Ledger.UntilScreensAreEqualAsync(hub.Database, crowd.Visitors, desk);
        await Ledger.AssertExactlyOnceAsync(hub.Database, crowd.Visitors);
        Assert.Equal(crowd.Visitors.Count, crowd.Visitors.Sum(v => v.Connections));
        Assert.All(crowd.Visitors.SelectMany(v => v.Refusals.Keys), code => Assert.Equal("unavailable", code));
        Assert.InRange(cut, 30, long.MaxValue);
        output.WriteLine($"{crowd.Acknowledged} messages, {cut} connections cut, {crowd.Visitors.Sum(v => v.Refusals.Values.Sum())} calls refused; all screens equal after {took.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task A_connection_that_is_cut_between_two_statements_of_a_transaction_is_an_outage_and_no_mistake_of_ours()
    {
        await using var hub = await HubApp.StartAsync();
        await using var connection = await hub.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(pg_terminate_backend($1))", connection.ProcessID));
        // The first statement hears of the end; the next one finds the transaction gone.
        for (var statement = 0; statement < 2; statement++)
        {
            var failure = await Record.ExceptionAsync(() => connection.WithinAsync(async () =>
            {
                await using var command = new NpgsqlCommand("select 1", connection, transaction);
                return await command.ExecuteScalarAsync();
            }));
            Assert.True(Problems.IsOutage(failure!), $"Statement {statement}: {failure}");
        }
    }
}
