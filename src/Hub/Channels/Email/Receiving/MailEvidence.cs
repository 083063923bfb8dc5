using System.Text.RegularExpressions;
using Dapper;
using Hub.Intake;
using Hub.Mail.Mime;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>Which tickets a mail names, the most convincing first. Whether its sender may join one is for Intake to judge.</summary>
public sealed partial class MailEvidence(NpgsqlDataSource database, Mailboxes mailboxes, MailTokens tokens)
{
    internal const int MostReferences = 100;
    private const int MostTickets = 20;

    /// <summary>Reply token in any recipient, then References from the newest, then In-Reply-To, then a token in the subject, then a return path of ours.</summary>
    public async Task<IReadOnlyList<Evidence>> OfAsync(ReceivedMail mail, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(recipients);
        var found = new List<Evidence>();
        var deliveries = new List<long>();
        foreach (var address in Recipients(mail, recipients))
        {
            if (await mailboxes.OfAddressAsync(address, ct) is not { Tag: { } tag }) continue;
            if (await tokens.ReadReplyTagAsync(tag, ct) is { } ticket) found.Add(new(ticket, ByUs: true));
            else if (await tokens.ReadBounceTagAsync(tag, ct) is { } delivery) deliveries.Add(delivery);
        }

        var references = mail.References.Reverse().Concat(mail.InReplyTo).Distinct().Take(MostReferences).ToArray();
        var known = await KnownAsync(references, ct);
        foreach (var id in references)
        {
            if (await tokens.ReadMessageIdAsync(id, ct) is { } ours) found.Add(new(ours.Ticket, ByUs: true));
            else found.AddRange(known[id].Select(ticket => new Evidence(ticket, ByUs: false)));
        }

        foreach (Match match in SubjectTag().Matches(mail.Subject))
            if (await tokens.ReadReplyTagAsync(match.Groups[1].Value, ct) is { } ticket) found.Add(new(ticket, ByUs: true));
        // Absence notes go to the return path, and some name nothing else.
        if (deliveries.Count > 0) found.AddRange((await OfDeliveriesAsync(deliveries, ct)).Select(ticket => new Evidence(ticket, ByUs: true)));
        return [.. found.DistinctBy(e => e.Ticket)];
    }

    /// <summary>Every address that may have carried a tag to us.</summary>
    public static IEnumerable<string> Recipients(ReceivedMail mail, IReadOnlyList<string> recipients)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return mail.HeaderAll("Delivered-To").Concat(mail.HeaderAll("X-Original-To")).Select(h => h.Value.Trim().Trim('<', '>'))
            .Concat(recipients).Concat(mail.To.Concat(mail.Cc).Select(a => a.Address)).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private async Task<ILookup<string, long>> KnownAsync(string[] references, CancellationToken ct)
    {
        if (references.Length == 0) return Array.Empty<(string, long)>().ToLookup(f => f.Item1, f => f.Item2);
        await using var connection = await database.OpenConnectionAsync(ct);
        // Anybody may use one Message-ID ten thousand times.
        return (await connection.QueryAsync<(string Id, long Ticket)>(new CommandDefinition(
            """
            select r.id, l.ticket from unnest(@references) as r(id)
            cross join lateral (select m.ticket, m.message from mails m where m.message_id = r.id order by m.message desc limit @MostTickets) l order by l.message desc
            """, new { references, MostTickets }, cancellationToken: ct))).ToLookup(f => f.Id, f => f.Ticket);
    }

    private async Task<IEnumerable<long>> OfDeliveriesAsync(List<long> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryAsync<long>(new CommandDefinition("select distinct ticket from deliveries where id = any(@deliveries)", new { deliveries }, cancellationToken: ct));
    }

    [GeneratedRegex(@"\[(t\d{1,18}\.[a-z2-7]{17})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SubjectTag();
}
