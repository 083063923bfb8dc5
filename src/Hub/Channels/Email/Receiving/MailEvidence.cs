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

    /// <summary>Reply token in any recipient, then References from the newest, then In-Reply-To, then a token in the subject.</summary>
    public async Task<IReadOnlyList<Evidence>> OfAsync(ReceivedMail mail, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(recipients);
        var found = new List<Evidence>();
        foreach (var address in Recipients(mail, recipients))
            if (await mailboxes.OfAddressAsync(address, ct) is { Tag: { } tag } && await tokens.ReadReplyTagAsync(tag, ct) is { } ticket) found.Add(new(ticket, ByUs: true));

        var references = mail.References.Reverse().Concat(mail.InReplyTo).Distinct().Take(MostReferences).ToArray();
        var known = await KnownAsync(references, ct);
        foreach (var id in references)
        {
            if (await tokens.ReadMessageIdAsync(id, ct) is { } ours) found.Add(new(ours.Ticket, ByUs: true));
            else found.AddRange(known[id].Select(ticket => new Evidence(ticket, ByUs: false)));
        }

        foreach (Match match in SubjectTag().Matches(mail.Subject))
            if (await tokens.ReadReplyTagAsync(match.Groups[1].Value, ct) is { } ticket) found.Add(new(ticket, ByUs: true));
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
        return (await connection.QueryAsync<(string Id, long Ticket)>(new CommandDefinition(
            "select message_id, ticket from mails where message_id = any(@references) order by message desc", new { references }, cancellationToken: ct))).ToLookup(f => f.Id, f => f.Ticket);
    }

    [GeneratedRegex(@"\[(t\d{1,18}\.[a-z2-7]{17})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SubjectTag();
}
