using System.Security.Cryptography;
using System.Text.Json;
using Hub.Platform;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Npgsql;
using NpgsqlTypes;
using static NpgsqlTypes.NpgsqlDbType;

namespace Hub.Demo;

/// <summary>Writes a whole history: one COPY a table, in the caller's transaction.</summary>
internal sealed class HistoryWriter(NpgsqlConnection connection, Stage stage)
{
    private const NpgsqlDbType Words = NpgsqlDbType.Array | Text;

    private readonly Copy customers = new("customers", ("id", Bigint), ("name", Text), ("locale", Text), ("created_at", TimestampTz));
    private readonly Copy identities = new("identities", ("kind", Text), ("address", Text), ("customer", Bigint), ("verified_at", TimestampTz), ("created_at", TimestampTz));
    private readonly Copy sessions = new("visitor_sessions", ("id", Bigint), ("site", Bigint), ("token_hash", Bytea), ("locale", Text), ("page", Text), ("name", Text), ("created_at", TimestampTz), ("used_at", TimestampTz));
    private readonly Copy tickets = new("tickets", ("number", Bigint), ("customer", Bigint), ("channel", Bigint), ("subject", Text), ("status", Smallint), ("folder", Smallint), ("priority", Smallint), ("assignee", Bigint),
        ("tags", Words), ("last_seq", Integer), ("version", Bigint), ("created_at", TimestampTz), ("last_at", TimestampTz), ("waiting_since", TimestampTz), ("first_response_at", TimestampTz),
        ("first_resolved_at", TimestampTz), ("resolved_at", TimestampTz), ("closed_at", TimestampTz), ("follows", Bigint));
    private readonly Copy messages = new("messages", ("ticket", Bigint), ("seq", Integer), ("id", Bigint), ("version", Bigint), ("audience", Text), ("kind", Smallint), ("channel", Bigint), ("author_kind", Smallint),
        ("author", Bigint), ("text", Text), ("quoted", Text), ("client_id", Text), ("marks", Words), ("sent_at", TimestampTz), ("at", TimestampTz));
    private readonly Copy events = new("events", ("message", Bigint), ("type", Text), ("before", Jsonb), ("after", Jsonb));
    private readonly Copy receipts = new("receipts", ("source", Bigint), ("key", Text), ("message", Bigint), ("at", TimestampTz));
    private readonly Copy seen = new("session_tickets", ("session", Bigint), ("ticket", Bigint), ("seen_seq", Integer), ("seen_at", TimestampTz));
    private readonly Copy claims = new("claims", ("session", Bigint), ("ticket", Bigint), ("kind", Text), ("address", Text), ("at", TimestampTz));
    private readonly Copy deliveries = new("deliveries", ("message", Bigint), ("ticket", Bigint), ("channel", Bigint), ("address", Text), ("state", Text), ("not_before", TimestampTz), ("attempts", Integer), ("reason", Text),
        ("external_id", Text), ("at", TimestampTz), ("purpose", Text), ("first_at", TimestampTz));
    private readonly Copy mails = new("mails", ("message", Bigint), ("ticket", Bigint), ("message_id", Text), ("sender", Text), ("sender_name", Text), ("recipients", Jsonb), ("copies", Jsonb), ("subject", Text),
        ("refs", Words), ("addresses", Words));
    private readonly Copy blobs = new("blobs", ("id", Bigint), ("sha256", Bytea), ("size", Bigint), ("at", TimestampTz));
    private readonly Copy chunks = new("blob_chunks", ("blob", Bigint), ("n", Integer), ("bytes", Bytea));
    private readonly Copy raws = new("raw_payloads", ("id", Bigint), ("channel", Bigint), ("external_id", Text), ("blob", Bigint), ("state", Text), ("attempts", Integer), ("reason", Text), ("message", Bigint), ("at", TimestampTz));
    private readonly Copy received = new("received_mails", ("raw", Bigint), ("envelope_from", Text), ("recipients", Words), ("message_id", Text), ("sender", Text), ("addressees", Words), ("subject", Text),
        ("size", Bigint), ("disposition", Text), ("ticket", Bigint), ("seq", Integer), ("at", TimestampTz));
    private readonly Copy files = new("files", ("blob", Bigint), ("message", Bigint), ("ordinal", Smallint), ("name", Text), ("type", Text), ("size", Bigint), ("at", TimestampTz));
    private Queue<long> blobIds = [];

    /// <summary>How many rows were written.</summary>
    public int Rows { get; private set; }

    public async Task WriteAsync(IReadOnlyList<Thread> threads, IReadOnlyList<Arrived> arrived, CancellationToken ct)
    {
        foreach (var patron in threads.Select(t => t.Patron).Distinct()) Add(patron);
        foreach (var thread in threads) Add(thread);
        blobIds = new(await DrawAsync("blobs", "id", arrived.Count + threads.SelectMany(t => t.Lines).Sum(l => l.Letter?.Files.Count ?? 0), ct));
        var rawIds = await DrawAsync("raw_payloads", "id", arrived.Count, ct);
        foreach (var (mail, raw) in arrived.OrderBy(a => a.At).Zip(rawIds)) Add(mail, raw);
        foreach (var line in threads.SelectMany(t => t.Lines).Where(l => l.Letter is { Files.Count: > 0 })) AddFiles(line);
        foreach (var copy in new[] { customers, identities, sessions, tickets, messages, events, receipts, seen, claims, deliveries, mails, blobs, chunks, raws, received, files })
        {
            await copy.WriteAsync(connection, ct);
            Rows += copy.Count;
        }
    }

    /// <summary>Numbers from the sequence of an identity column, ascending.</summary>
    public Task<long[]> DrawAsync(string table, string column, int count, CancellationToken ct) => DrawAsync($"pg_get_serial_sequence('{table}', '{column}')", count, ct);

    public Task<long[]> DrawAsync(string sequence, int count, CancellationToken ct) => DrawAsync(connection, sequence, count, ct);

    /// <param name="connection">Within the transaction or not: sequences do not mind.</param>
    /// <param name="sequence">An expression of SQL, never from outside.</param>
    /// <param name="count">How many.</param>
    /// <param name="ct">Stops before.</param>
    public static async Task<long[]> DrawAsync(NpgsqlConnection connection, string sequence, int count, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select coalesce(array_agg(nextval({sequence})), '{{}}') from generate_series(1, $1)", connection);
        command.Parameters.Add(new() { Value = count });
        var drawn = (long[])(await command.ExecuteScalarAsync(ct))!;
        System.Array.Sort(drawn);
        return drawn;
    }

    private void Add(Patron patron)
    {
        var since = patron.KnownSince!.Value;
        var known = patron.WroteAt is not null || !patron.Shy;
        customers.Add(patron.Id, known ? patron.Full : "", patron.Language, since);
        if (patron.Session is { } session)
        {
            identities.Add("visitor", session.ToString(System.Globalization.CultureInfo.InvariantCulture), patron.Id, null, since);
            sessions.Add(session, patron.Site, patron.TokenHash, patron.Country is "gb" ? "en-GB" : $"{patron.Language}-{patron.Country.ToUpperInvariant()}", patron.Page, patron.Shy ? null : patron.Full, patron.SessionSince, patron.SessionUsed);
        }
        if (patron.WroteAt is { } wrote) identities.Add("email", patron.Email, patron.Id, patron.ProvedAt, wrote);
    }

    private void Add(Thread thread)
    {
        var (t, patron) = (thread.Ticket, thread.Patron);
        tickets.Add(t.Number, t.Customer, t.Channel, t.Subject, (short)t.Status, (short)t.Folder, (short)t.Priority, t.Assignee, t.Tags, t.LastSeq, thread.Version, t.CreatedAt, t.LastAt, t.WaitingSince,
            t.FirstResponseAt, t.FirstResolvedAt, t.ResolvedAt, t.ClosedAt, t.Follows);
        foreach (var line in thread.Lines) Add(thread, line);
        if (!thread.HasChat) return;
        seen.Add(patron.Session, t.Number, thread.SeenSeq, thread.SeenAt);
        if (thread.GaveAddress is { } gave && gave <= stage.Calendar.Now) claims.Add(patron.Session, t.Number, "email", patron.Email, gave);
    }

    private void Add(Thread thread, Line line)
    {
        var m = line.Message;
        messages.Add(m.Ticket, m.Seq, m.Id, line.Version, m.Audience, (short)m.Kind, m.Channel, (short)m.AuthorKind, m.Author, m.Text, m.Quoted, m.ClientId, m.Marks, m.SentAt, m.At);
        if (line.Change is { } change) events.Add(m.Id, change.Type, ToJson(change.Before), ToJson(change.After));
        if (m.ClientId is { } key) receipts.Add(m.Author, key, m.Id, m.At);
        if (line.Letter is { } letter) Add(thread, m, letter);
        if (line.Delivery is { } d)
            deliveries.Add(m.Id, m.Ticket, d.Channel, d.Address, d.State, d.NotBefore, d.Attempts, d.Reason, d.State is "sent" && !line.Letter!.Shared ? line.Letter.MessageId : null, d.At, d.Purpose, d.Attempts > 0 ? d.NotBefore : null);
    }

    private void Add(Thread thread, Message message, Letter letter)
    {
        var patron = thread.Patron;
        var box = letter.Inbound ? stage.Channels.AddressOf(message.Channel!.Value) : stage.Channels.AddressOf(thread.Story.Orders ? stage.Channels.Orders : stage.Channels.Support);
        var (ours, theirs) = (new MailPerson(Company.Name, box), new MailPerson(patron.Full, patron.Email));
        mails.Add(message.Id, message.Ticket, letter.Shared ? null : letter.MessageId, letter.Inbound ? theirs.Address : ours.Address, letter.Inbound ? theirs.Name : ours.Name,
            ToJson(new[] { letter.Inbound ? ours : theirs }), ToJson(letter.Copy is { } copy ? new[] { new MailPerson(copy.Name, copy.Address) } : []), letter.Subject, letter.References,
            letter.Copy is { } also ? new[] { patron.Email, also.Address } : [patron.Email]);
    }

    private void Add(Arrived mail, long raw)
    {
        var message = mail.Line?.Message;
        raws.Add(raw, mail.Mailbox, Convert.ToHexStringLower(stage.Dice.Bytes(16)), Store(mail.Bytes, mail.At), message is null ? "quarantined" : "done", message is null ? 3 : 1,
            message is null ? "DecoderFallbackException: A part of the mail names the character set x-vendor-57, and its end is missing." : null, message?.Id, mail.At);
        received.Add(raw, mail.From, new[] { mail.To }, mail.MessageId, mail.From, new[] { mail.To }, mail.Subject, (long)mail.Bytes.Length,
            message is null ? "quarantine" : mail.Line!.Letter!.Automatic ? "autoReply" : "ticket", message?.Ticket, message?.Seq, mail.At);
        if (message is not null) receipts.Add(Receipts.WholeHub, mail.Key, message.Id, mail.At);
    }

    private void AddFiles(Line line)
    {
        for (var i = 0; i < line.Letter!.Files.Count; i++)
        {
            var file = line.Letter.Files[i];
            files.Add(Store(file.Content, line.Message.At), line.Message.Id, (short)i, file.Name, file.Type, (long)file.Content.Length, line.Message.At);
        }
    }

    private long Store(byte[] bytes, DateTimeOffset at)
    {
        var id = blobIds.Dequeue();
        blobs.Add(id, SHA256.HashData(bytes), (long)bytes.Length, at);
        const int most = 256 * 1024;
        for (var n = 0; n * most < bytes.Length; n++) chunks.Add(id, n, bytes[(n * most)..Math.Min(bytes.Length, (n + 1) * most)]);
        return id;
    }

    private static string? ToJson(object? value) => value is null ? null : JsonSerializer.Serialize(value, Platform.Json.Options);
}
