using System.Text.Json;
using Dapper;
using Hub.Agents;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Hub.Demo;

/// <summary>The company in the hub: that there is none yet, its people, its channels.</summary>
internal sealed class SetUp(NpgsqlConnection connection)
{
    public Task LockAsync(long key, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@key)", new { key }, cancellationToken: ct));

    /// <summary>Real data are never touched: not a ticket, not a customer, and no settings either.</summary>
    /// <exception cref="StartRefusedException">There is something.</exception>
    public async Task RefuseUnlessEmptyAsync(string mailDomain, CancellationToken ct)
    {
        var (tickets, others, isSetUp) = await connection.QuerySingleAsync<(long, bool, bool)>(new CommandDefinition(
            """
            select (select count(*) from tickets),
                   exists (select from customers) or exists (select from visitor_sessions) or exists (select from raw_payloads),
                   (select count(*) from agents) > 1 or exists (select from invitations) or (select count(*) from channels) <> 2
                   or not exists (select from sites s join channels c on c.id = s.channel where c.name = 'Web chat' and s.allowed_origins = '{}' and s.texts = '{}')
                   or not exists (select from mailboxes m where m.address = @address and m.server_host is null and m.signatures = '{}')
            """, new { address = $"support@{mailDomain}" }, cancellationToken: ct));
        const string advice = "The demo fills an empty hub and touches no other. Start this one without --demo, or give the demo a folder of its own: Hub__DataDir=$HOME/hub-demo ./ops/run --demo";
        if (tickets > 0) throw new StartRefusedException($"This hub holds {tickets:#,0} {(tickets == 1 ? "ticket" : "tickets")}. {advice}");
        if (others) throw new StartRefusedException($"This hub holds customers or mail already. {advice}");
        if (isSetUp) throw new StartRefusedException($"Somebody has set this hub up already. {advice}");
    }

    /// <summary>The one who is there already.</summary>
    public async Task<Person> AdministratorAsync(CancellationToken ct)
    {
        var (id, name) = await connection.QuerySingleAsync<(long, string)>(new CommandDefinition("select id, name from agents where role = 3 order by id limit 1", cancellationToken: ct));
        return new Person(id, name);
    }

    public async Task HireAsync(Colleague[] colleagues, string password, IPasswordHasher<Agent> hasher, ILookupNormalizer normalizer, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await HistoryWriter.DrawAsync(connection, "'source_ids'", colleagues.Length, ct);
        var agents = new Copy("agents", ("id", Bigint), ("name", Text), ("email", Text), ("user_name", Text), ("normalized_user_name", Text), ("normalized_email", Text), ("password_hash", Text),
            ("security_stamp", Text), ("concurrency_stamp", Text), ("role", Smallint), ("language", Text), ("created_at", TimestampTz));
        foreach (var (colleague, id) in colleagues.Zip(ids))
        {
            colleague.Id = id;
            var agent = new Agent { Name = colleague.Name, Email = colleague.Email };
            agents.Add(id, colleague.Name, colleague.Email, colleague.Email, normalizer.NormalizeName(colleague.Email), normalizer.NormalizeEmail(colleague.Email), hasher.HashPassword(agent, password),
                Agent.NewStamp(), Agent.NewStamp(), (short)colleague.Role, colleague.Languages[0] is "fr" ? "fr" : "en", now.AddDays(-colleague.Since));
        }
        await agents.WriteAsync(connection, ct);
    }

    /// <summary>Two shops and two mailboxes; those that every new hub has become the first of each.</summary>
    public async Task<ChannelNumbers> OpenAsync(Dice dice, DateTimeOffset since, CancellationToken ct)
    {
        var numbers = await connection.QuerySingleAsync<(long, long, long, long)>(new CommandDefinition(
            """
            with shop as (update sites set locale = 'fr', allowed_origins = array[@origin], texts = @texts::jsonb, accent = @accent, privacy_url = @origin || '/fr/confidentialite' returning channel),
            support as (update mailboxes set address = @Support, sender_name = @Name, locale = 'fr', signatures = @signatures::jsonb returning channel),
            named as (update channels c set name = case c.kind when 'chat' then @frenchShop else 'Support' end, created_at = @since where c.kind in ('chat', 'email') returning c.id),
            english as (insert into channels (kind, name, created_at) values ('chat', @englishShop, @since) returning id),
            orders as (insert into channels (kind, name, created_at) values ('email', 'Commandes', @since) returning id),
            english_shop as (insert into sites (channel, key, allowed_origins, locale, texts, accent, privacy_url)
                select id, @key, array[@origin], 'en', @texts::jsonb, @accent, @origin || '/en/privacy' from english returning channel),
            orders_box as (insert into mailboxes (channel, address, sender_name, locale, signatures) select id, @Orders, @Name, 'fr', @signatures::jsonb from orders returning channel)
            select shop.channel, english_shop.channel, support.channel, orders_box.channel from shop, english_shop, support, orders_box
            """,
            new
            {
                origin = $"https://www.{Company.Domain}",
                accent = "#8a4b2a",
                texts = JsonSerializer.Serialize(new
                {
                    fr = new { greeting = Phrase.WithoutBreaks("Bonjour ! Une question sur une lampe, une commande, une pièce ? Écrivez-nous.") },
                    en = new { greeting = "Hello! A question about a lamp, an order, a part? Write to us." },
                }),
                Company.Support,
                Company.Orders,
                Company.Name,
                frenchShop = Shop.NameOf("fr"),
                englishShop = Shop.NameOf("en"),
                signatures = """{"fr":"Maison Aubelune · verre soufflé et bois\n9 quai du Wault, Lille","en":"Maison Aubelune · blown glass and wood\n9 quai du Wault, Lille, France"}""",
                key = Convert.ToHexStringLower(dice.Bytes(12)),
                since,
            }, cancellationToken: ct));
        return new ChannelNumbers(numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4);
    }
}
