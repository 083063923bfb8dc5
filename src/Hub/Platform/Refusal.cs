namespace Hub.Platform;

/// <summary>An expected "no": a value, not an exception. It reaches REST as a problem (RFC 9457) and SignalR as a coded error.</summary>
/// <param name="Code">Stable identifier in snake case; part of the public contract.</param>
/// <param name="Status">HTTP status that fits.</param>
/// <param name="Message">One sentence that a person understands.</param>
public record Refusal(string Code, int Status, string Message)
{
    /// <summary>What is wrong with each field of the input, where fields are to blame.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The input is not acceptable: 400, with the field to blame.</summary>
    public static Refusal Invalid(string field, string code, string message) =>
        new(code, StatusCodes.Status400BadRequest, message) { Errors = new Dictionary<string, string[]> { [field] = [message] } };

    public static Refusal NotFound(string code, string message) => new(code, StatusCodes.Status404NotFound, message);

    public static Refusal Conflict(string code, string message) => new(code, StatusCodes.Status409Conflict, message);
}

/// <summary>Either a value or the refusal to give one.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

#pragma warning disable CA1000, CA2225 // The implicit conversions are the point: `return ticket;` and `return refusal;` both read as they should.
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
#pragma warning restore CA1000, CA2225
}
