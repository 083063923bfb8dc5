using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Hub.Channels.Email.Receiving;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.Email;

/// <summary>What became of a mail that reached us.</summary>
/// <param name="Id">To fetch it raw, or to try it again.</param>
/// <param name="MessageId">Without its angle brackets.</param>
/// <param name="From">Address of its sender, in lower case.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Subject">As the header says; empty where there was none to read.</param>
/// <param name="At">When it came.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Disposition">What it turned out to be; <c>pending</c>: not read yet.</param>
/// <param name="Ticket">Where its message is, or the one it bounced from.</param>
/// <param name="Seq">The message in that ticket.</param>
/// <param name="Code">Why it is where it is. <c>opened</c>, <c>joined</c>, <c>followUp</c> (its ticket is closed), <c>stranger</c> (its sender is no part of the ticket that it names),
/// <c>form</c>, <c>side</c>, <c>agentAnswer</c>, <c>agentNote</c>, <c>automatic</c>; <c>again</c>, <c>otherMailbox</c>, <c>erased</c>, <c>ours</c>; <c>bounced</c>, <c>reported</c>,
/// <c>unknownReport</c>; <c>flood</c>, <c>broke</c>, <c>failed</c>. None while pending, and for mail of earlier versions.</param>
/// <param name="Mailbox">The mailbox that took it.</param>
/// <param name="Reason">Details in plain English: another server's words, an error.</param>
/// <param name="Bounce">What the report says of each recipient (RFC 3464), where it is one.</param>
public sealed record ReceivedView(
    long Id, string? MessageId, string? From, string[] To, string Subject, DateTimeOffset At, long Size,
    [property: Words("pending", "ticket", "duplicate", "bounce", "autoReply", "complaint", "quarantine")] string Disposition,
    [property: Words("opened", "joined", "followUp", "stranger", "form", "side", "agentAnswer", "agentNote", "automatic", "again", "otherMailbox", "erased", "ours", "bounced", "reported", "unknownReport", "flood", "broke", "failed")] string? Code,
    string? Mailbox, long? Ticket, int? Seq, string? Reason, [property: ReadsAs(typeof(BouncedRecipient[]))] JsonElement? Bounce);

internal static class ReceivedEndpoints
{
    private const int Usual = 50;

    private const string Select =
        """
        select r.raw as id, r.message_id, r.sender as "from", r.recipients as "to", r.subject, r.at, r.size, r.disposition, r.code, b.address as mailbox, r.ticket, r.seq, p.reason, r.bounces::text as bounces, p.blob
        from received_mails r join raw_payloads p on p.id = r.raw left join mailboxes b on b.channel = p.channel
        """;

    public static void Map(IEndpointRouteBuilder app)
    {
        var mail = app.MapGroup("/api/v1").RequireAuthorization(Policies.Supervisor).WithTags("Mail");
        mail.MapGet("/mail/received", List).Refuses(400, "limit_invalid", "disposition_invalid", "messageId_invalid", "from_invalid", "cursor_invalid")
            .WithName("listReceivedMails").WithSummary("What became of every mail that reached us, newest first");
        mail.MapGet("/mail/received/{id:long}/raw", Raw).Refuses(404, "mail_unknown").Produces<Stream>(200, "message/rfc822")
            .WithName("getRawMail").WithSummary("The mail as it came");
        mail.MapGet("/quarantine", Quarantine).Refuses(400, "limit_invalid", "cursor_invalid")
            .WithName("listQuarantine").WithSummary("What could not be read or sent to a ticket, newest first");
        mail.MapPost("/quarantine/{id:long}/replay", Replay).Refuses(404, "quarantine_unknown")
            .WithName("replayMail").WithSummary("Try a mail in quarantine again");
    }

    private static Task<Results<Ok<Page<ReceivedView>>, ProblemHttpResult>> List(
        [Description("Of this mail, with or without angle brackets.")] string? messageId, [Description("From this address.")] string? from,
        [Description("What it turned out to be."), Words("pending", "ticket", "duplicate", "bounce", "autoReply", "complaint", "quarantine")] string? disposition,
        [Description("What an answer gave as `next`.")] string? cursor, [Description("How many at the most; none: 50."), Range(1, 100)] int? limit, NpgsqlDataSource database, CancellationToken ct) =>
        PageAsync(messageId, from, disposition, cursor, limit, database, ct);

    private static Task<Results<Ok<Page<ReceivedView>>, ProblemHttpResult>> Quarantine(
        [Description("What an answer gave as `next`.")] string? cursor, [Description("How many at the most; none: 50."), Range(1, 100)] int? limit, NpgsqlDataSource database, CancellationToken ct) =>
        PageAsync(null, null, "quarantine", cursor, limit, database, ct);

    private static async Task<Results<Ok<Page<ReceivedView>>, ProblemHttpResult>> PageAsync(
        string? messageId, string? from, string? disposition, string? cursor, int? limit, NpgsqlDataSource database, CancellationToken ct)
    {
        if (limit is < 1 or > 100) return Refusal.Invalid("limit", "limit_invalid", "limit must be 1 to 100.").ToProblem();
        if (disposition is not (null or "pending" or "ticket" or "duplicate" or "bounce" or "autoReply" or "complaint" or "quarantine"))
            return Refusal.Invalid("disposition", "disposition_invalid", "disposition must be pending, ticket, duplicate, bounce, autoReply, complaint or quarantine.").ToProblem();
        foreach (var (field, text) in new[] { ("messageId", messageId), ("from", from) })
            if (text is not null && (text.Length > 1_000 || !Texts.IsStorable(text))) return Refusal.Invalid(field, $"{field}_invalid", $"{field} must be a text of at most 1,000 characters.").ToProblem();
        long? before = null;
        if (cursor is not null && (before = ReadCursor(cursor)) is null) return Refusal.Invalid("cursor", "cursor_invalid", "cursor must be what an answer gave as `next`.").ToProblem();

        var where = new List<string> { "true" };
        if (!string.IsNullOrEmpty(messageId)) where.Add("r.message_id = @messageId");
        if (!string.IsNullOrEmpty(from)) where.Add("r.sender = lower(@from)");
        // With what the partial index says.
        if (disposition is not null) where.Add(disposition is "ticket" ? "r.disposition = @disposition" : "r.disposition = @disposition and r.disposition <> 'ticket'");
        if (before is not null) where.Add("(r.at, r.raw) < (select b.at, b.raw from received_mails b where b.raw = @before)");
        var most = limit ?? Usual;
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            $"{Select} where {string.Join(" and ", where)} order by r.at desc, r.raw desc limit @most",
            new { messageId = messageId?.Trim().TrimStart('<').TrimEnd('>'), from = from?.Trim(), disposition, before, most = most + 1 }, cancellationToken: ct))).AsList();
        var next = rows.Count > most ? WriteCursor(rows[most - 1].Id) : null;
        return TypedResults.Ok(new Page<ReceivedView>([.. rows.Take(most).Select(r => r.ToView())], next));
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Raw([Description("The mail.")] long id, HttpContext http, Blobs blobs, NpgsqlDataSource database, CancellationToken ct)
    {
        if (await FindAsync(id, database, ct) is not { } row) return Unknown(id).ToProblem();
        var response = http.Response;
        response.ContentType = "message/rfc822";
        response.ContentLength = row.Size;
        response.Headers.ContentDisposition = $"attachment; filename=\"mail-{id}.eml\"";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = "private, no-store";
        await blobs.CopyToAsync(row.Blob, response.Body, ct);
        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<ReceivedView>, ProblemHttpResult>> Replay([Description("The mail.")] long id, RawMails raws, MailIntake intake, NpgsqlDataSource database, CancellationToken ct)
    {
        if (await raws.ReplayAsync(id, ct) is not { } raw) return Refusal.NotFound("quarantine_unknown", $"Mail {id} is not in quarantine.").ToProblem();
        await intake.TryAsync(raw, null, ct);
        return TypedResults.Ok((await FindAsync(id, database, ct))!.ToView());
    }

    private static async Task<Row?> FindAsync(long id, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"{Select} where r.raw = @id", new { id }, cancellationToken: ct));
    }

    private static Refusal Unknown(long id) => Refusal.NotFound("mail_unknown", $"There is no received mail {id}.");

    private static string WriteCursor(long id) => Convert.ToBase64String(Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture))).TrimEnd('=');

    private static long? ReadCursor(string text)
    {
        var bytes = new byte[text.Length + 3];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var count)
            && long.TryParse(Encoding.ASCII.GetString(bytes, 0, count), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private sealed record Row
    {
        public long Id { get; init; }
        public string? MessageId { get; init; }
        public string? From { get; init; }
        public string[] To { get; init; } = [];
        public string Subject { get; init; } = "";
        public DateTime At { get; init; }
        public long Size { get; init; }
        public string Disposition { get; init; } = "";
        public string? Code { get; init; }
        public string? Mailbox { get; init; }
        public long? Ticket { get; init; }
        public int? Seq { get; init; }
        public string? Reason { get; init; }
        public string? Bounces { get; init; }
        public long Blob { get; init; }

        public ReceivedView ToView() => new(Id, MessageId, From, To, Subject, At, Size, Disposition, Code, Mailbox, Ticket, Seq, Reason, Bounces is null ? null : JsonElement.Parse(Bounces));
    }
}
