using System.Threading.Channels;

namespace Hub.Notices;

/// <summary>Pushes that may be lost, one after the other: who types, who has read, who is here. Under a flood the oldest give way.</summary>
public sealed class Fleeting(ILogger log)
{
    private const int Most = 5_000;

    private readonly Channel<Func<Task>> said =
        Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Add(Func<Task> push) => said.Writer.TryWrite(push);

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var push in said.Reader.ReadAllAsync(ct))
        {
            try
            {
                await push();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("A fleeting notice was lost: {Reason}", failure.Message);
            }
        }
    }
}
