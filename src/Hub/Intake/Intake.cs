using Hub.Platform;
using Hub.Tickets;
using Hub.Tickets.Appending;

namespace Hub.Intake;

/// <summary>The only way in for a customer's words.</summary>
public sealed class Intake(HotPath hotPath, FullPath fullPath, TelemetryMeter meter)
{
    /// <summary>Takes a message, durably, exactly once for its source and key.</summary>
    /// <returns>A refusal only where one of its files is not to be had.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database is away; a repetition with the same key is safe.</exception>
    public async Task<Outcome<Placed>> ReceiveAsync(InboundMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is { Ticket: { } ticket, Session: { } session, Letter: null, Files.Count: 0 })
        {
            var append = new Append(ticket, MessageKind.Inbound, session, message.Key, message.Channel, message.Text);
            if (await hotPath.TryAsync(append, ct) is { } placed) return Counted(placed, message, "hot");
        }
        var received = await fullPath.ReceiveAsync(message, ct);
        return received.Refusal is { } refusal ? refusal : Counted(received.Value, message, "full");
    }

    private Placed Counted(Placed placed, InboundMessage message, string path)
    {
        // Kinds of identities are kinds of channels, but for the visitors of a chat.
        if (!placed.Repeated) meter.MessageIn(message.Identity.Kind is "visitor" ? "chat" : message.Identity.Kind, path);
        return placed;
    }
}
