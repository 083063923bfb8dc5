using System.Text.Json;
using Hub.Platform;

namespace Hub.Notices;

/// <summary>Something fleeting that processes tell each other: typing, seen, who is here. It may be lost.</summary>
/// <param name="Kind">One of <see cref="Signals"/>.</param>
/// <param name="Ticket">Which ticket; 0 where none.</param>
/// <param name="From"><c>agent</c> or <c>visitor</c>.</param>
/// <param name="Id">Agent, or visitor session.</param>
/// <param name="Name">How to call them.</param>
/// <param name="On">Begins or ends.</param>
/// <param name="Seq">Read up to.</param>
/// <param name="At">When.</param>
public sealed record Signal(string Kind, long Ticket = 0, string? From = null, long Id = 0, string? Name = null, bool On = false, int Seq = 0, DateTimeOffset? At = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    /// <returns>None where the text is not a signal.</returns>
    public static Signal? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Signal>(json, Json.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public static class Signals
{
    public const string Typing = "typing";

    /// <summary>A visitor has read up to <see cref="Signal.Seq"/>, or an agent has.</summary>
    public const string Seen = "seen";

    /// <summary>Somebody came, went or looks at another ticket: read the table again.</summary>
    public const string Presence = "presence";

    /// <summary>A visitor gave a name or an address for the ticket.</summary>
    public const string Identified = "identified";

    /// <summary>A visitor's session has another token: its connections start anew with that one, or are anonymous.</summary>
    public const string Renewed = "renewed";
}
