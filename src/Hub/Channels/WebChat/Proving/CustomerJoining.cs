namespace Hub.Channels.WebChat.Proving;

/// <summary>Which customer a proof leads to, and who becomes one with them.</summary>
internal sealed class CustomerJoining
{
    private readonly Proofs.Work work;
    private readonly Known? external;
    private readonly Known? email;

    private CustomerJoining(Proofs.Work work, Known? external, Known? email, long owner) => (this.work, this.external, this.email, Owner) = (work, external, email, owner);

    /// <summary>The customer that the person is.</summary>
    public long Owner { get; }

    /// <summary>Who becomes one with them: whom we knew by the address that the company says is theirs.</summary>
    public long? Absorbed => email is { IsNew: false } && email.Customer != Owner ? email.Customer : null;

    /// <summary>What is proved of them.</summary>
    public long[] Identities => [.. new[] { external, email }.OfType<Known>().Select(k => k.Id).Order()];

    /// <summary>Finds the customer; locks the identities, in one order whoever asks.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="people">The customers that the session has proved to be already.</param>
    /// <param name="session">Whose anonymous customer becomes the person, where nobody knows them yet.</param>
    public static async Task<CustomerJoining> OfAsync(Proofs.Work work, IReadOnlyList<long> people, long session)
    {
        var proof = work.Proof;
        var email = proof.Email is { } address ? await UpsertAsync(work, "email", address, null) : null;
        var external = proof.Sub is { } sub
            ? await UpsertAsync(work, "external", $"{await work.ValueAsync<long>("select brand_id from channels where id = @Channel", new { proof.Site.Channel })}:{sub}", null) : null;
        // A family may share an address: the company knows two people by it, and neither gets the other's tickets.
        if (external is not null && email is { IsNew: false } && email.Customer != external.Customer
            && await work.ValueAsync<bool>("select exists (select from identities where customer = @Customer and kind = 'external')", new { email.Customer })) email = null;

        long owner;
        if (external is { IsNew: false }) owner = external.Customer;
        else if (email is { IsNew: false }) owner = email.Customer;
        else if (external is null && people.Count > 0) owner = people[0];
        else if (people.Count == 0 && await AnonymousAsync(work, session) is { } anonymous) owner = anonymous;
        else owner = (external ?? email)!.Customer;
        return new(work, external, email, owner);
    }

    /// <summary>Makes them one.</summary>
    /// <param name="session">Whose conversation becomes the person's.</param>
    /// <returns>The tickets that changed, and their versions.</returns>
    public async Task<Dictionary<long, long>> JoinAsync(long session)
    {
        var proof = work.Proof;
        var owner = Owner;
        var visitor = await UpsertAsync(work, "visitor", Proofs.Work.AddressOf(session), owner);
        await work.DoAsync("insert into customers (id, name, locale, created_at) values (@owner, @name, @Locale, @Now) on conflict (id) do nothing", new { owner, name = proof.Name ?? "", proof.Locale, work.Now });
        var others = new[] { external, email, visitor }.OfType<Known>().Select(k => k.Customer).Where(c => c != owner).Distinct().Order().ToArray();
        await work.DoAsync("select from customers where id = any(@all) order by id for update", new { all = others.Append(owner).Order().ToArray() });

        // Of somebody whom only this browser knew, what this browser wrote; of the owner of an address, everything.
        var whole = Absorbed ?? 0;
        var changed = await work.RowsAsync<(long Number, long Version)>(
            """
            with moved as materialized (
                select t.number from tickets t where t.customer = any(@others) and (t.customer = @whole or t.number in (select ticket from session_tickets where session = @session)) order by t.number for update)
            update tickets t set customer = @owner, version = t.version + 1 from moved where t.number = moved.number returning t.number, t.version
            """, new { others, whole, session, owner });
        await work.DoAsync("update identities set customer = @owner where customer = @whole or id = any(@ids)", new { owner, whole, ids = Identities.Append(visitor.Id).ToArray() });
        await work.DoAsync("update identities set verified_at = coalesce(verified_at, @Now) where id = any(@Identities)", new { work.Now, Identities });
        await work.DoAsync(
            "delete from customers c where c.id = any(@others) and not exists (select from identities i where i.customer = c.id) and not exists (select from tickets t where t.customer = c.id)",
            new { others });
        return changed.ToDictionary(c => c.Number, c => c.Version);
    }

    /// <summary>The customer that only this browser stands for, until now; none where somebody else's identity hangs on them.</summary>
    private static Task<long?> AnonymousAsync(Proofs.Work work, long session) => work.ValueAsync<long?>(
        """
        select i.customer from identities i where i.kind = 'visitor' and i.address = @address
          and not exists (select from identities o where o.customer = i.customer and o.kind <> 'visitor' and o.verified_at is not null)
        """, new { address = Proofs.Work.AddressOf(session) });

    private static async Task<Known> UpsertAsync(Proofs.Work work, string kind, string address, long? owner) => (await work.RowsAsync<Known>(
        """
        insert into identities (kind, address, customer, created_at) values (@kind, @address, coalesce(@owner, nextval('customers_id_seq')), @Now)
        on conflict (kind, address) do update set address = excluded.address returning id, customer, xmax = 0 as isnew
        """, new { kind, address, owner, work.Now }))[0];

    /// <param name="Id">The identity.</param>
    /// <param name="Customer">Whose it is; of a new one, nobody's yet.</param>
    /// <param name="IsNew">It was made just now.</param>
    private sealed record Known(long Id, long Customer, bool IsNew);
}
