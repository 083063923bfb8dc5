using Dapper;
using Hub.Agents;
using Hub.Platform;
using Npgsql;

namespace Hub.Tickets.Correspondence;

/// <summary>To whom an answer by mail goes. Addresses are in lower case, each there once.</summary>
/// <param name="To">At least one.</param>
/// <param name="Cc">On copy.</param>
public sealed record Addressees(IReadOnlyList<string> To, IReadOnlyList<string> Cc)
{
    /// <summary>How many a mail may have: more is a mailing, which is another thing.</summary>
    public const int Most = 50;

    /// <summary>Every one of them.</summary>
    public IEnumerable<string> All => To.Concat(Cc);

    /// <summary>What an agent chose, checked.</summary>
    /// <param name="to">On To.</param>
    /// <param name="cc">On Cc; none: nobody.</param>
    public static Outcome<Addressees> Parse(IReadOnlyList<string?>? to, IReadOnlyList<string?>? cc)
    {
        var found = new List<List<string>>();
        foreach (var (field, addresses) in new[] { ("to", to ?? []), ("cc", cc ?? []) })
        {
            if (addresses.Count > Most) return TooMany(field);
            var list = new List<string>();
            foreach (var address in addresses)
            {
                if (AgentInput.Email(address) is { Refusal: not null } || !Texts.IsStorable(address!)) return Refusal.Invalid(field, "recipient_invalid", $"{field} holds what is no mail address.");
                list.Add(address!.Trim().ToLowerInvariant());
            }
            found.Add(list);
        }
        var first = found[0].Distinct().ToList();
        if (first.Count == 0) return Refusal.Invalid("to", "recipients_missing", "An answer by mail needs somebody on To.");
        var copies = found[1].Distinct().Except(first).ToList();
        return first.Count + copies.Count > Most ? TooMany("to") : new Addressees(first, copies);

        static Refusal TooMany(string field) => Refusal.Invalid(field, "recipients_too_many", $"A mail may have {Most} recipients at most.");
    }

    /// <summary>Mail to ourselves would come back as a customer's.</summary>
    /// <returns>None where no address is one of our mailboxes, with or without a tag.</returns>
    public async Task<Refusal?> RefuseOursAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var ours = await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            $"select a from unnest(@all) a where {IsOurs("a")} limit 1", new { all = All.ToArray() }, cancellationToken: ct));
        return ours is null ? null : Refusal.Invalid("to", "recipient_ours", $"{ours} is an address of this hub itself.");
    }

    /// <summary>An SQL condition: this address is a mailbox of ours, with or without a tag (RFC 5233).</summary>
    public static string IsOurs(string address) =>
        $"exists (select from mailboxes b where b.address = lower({address}) or b.address = regexp_replace(lower({address}), '^([^+]+)\\+.*(@[^@]*)$', '\\1\\2'))";
}
