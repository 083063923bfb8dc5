using Hub.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Storage;

public sealed class SchemaTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task The_model_says_what_the_schema_is()
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<HubDb>().Model;
        foreach (var entity in model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
            {
                var column = property.GetColumnName();
                var type = await hub.ScalarAsync<string>(
                    "select coalesce((select format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ' null' end from pg_attribute a where a.attrelid = $1::regclass and a.attname = $2 and a.attnum > 0), 'missing')",
                    table, column);
                Assert.True($"{property.GetColumnType()}{(property.IsNullable ? " null" : "")}" == type, $"{table}.{column}: model {property.GetColumnType()}{(property.IsNullable ? " null" : "")}, schema {type}");
            }
            var key = await hub.ScalarAsync<string[]>(
                "select array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k(n, o) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n where i.indrelid = $1::regclass and i.indisprimary order by k.o)", table);
            Assert.Equal(key, entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(StoreObjectIdentifier.Table(table))));
        }
    }

    [Fact]
    public async Task A_ticket_cannot_be_changed_without_a_new_version()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => hub.ExecuteAsync("update tickets set subject = 'x' where number = $1", number));
        var before = await hub.ScalarAsync<string>("select changed::text from tickets where number = $1", number);
        await hub.ExecuteAsync("update tickets set version = version + 1 where number = $1", number);
        Assert.NotEqual(before, await hub.ScalarAsync<string>("select changed::text from tickets where number = $1", number));
    }

    [Theory]
    [InlineData("insert into messages (ticket, seq, id, version, audience, kind, author_kind, at) select number, 99, 999, 1, 'customer', 3, 2, now() from tickets limit 1")]
    [InlineData("insert into messages (ticket, seq, id, version, audience, kind, author_kind, at) select number, 99, 999, 1, 'side:', 2, 2, now() from tickets limit 1")]
    [InlineData("insert into identities (kind, address, customer, created_at) values ('email', 'a@b.test', 424242, now())")]
    [InlineData("insert into tickets (customer, channel, subject, status, created_at, last_at) select customer, channel, 'x', 6, now(), now() from tickets limit 1")]
    public async Task The_database_refuses_what_must_not_be(string statement)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.SendAsync("Hello");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => hub.ExecuteAsync(statement));
    }

    [Fact]
    public async Task Hot_statements_use_their_indexes_before_and_after_the_database_is_analysed()
    {
        string[] statements =
        [
            "select * from tickets t where t.folder = 1 and t.status = any(array[1]::smallint[]) order by t.last_at desc, t.number desc limit 51",
            "select * from messages m where m.ticket = 7 and m.seq > 0 order by m.seq limit 1000",
            "select * from messages m where m.ticket = 7 and m.version > 5",
            "select number, version from tickets where changed >= '1000000'::xid8 order by changed limit 1001",
            "select max(s.ticket) from session_tickets s where s.session = 5",
            "select * from receipts where source = 5 and key = 'x'",
        ];
        await using var own = await HubApp.StartAsync();
        // Nothing is analysed on a new hub for minutes, and that is when its first customers write.
        await own.ExecuteAsync("alter table tickets set (autovacuum_enabled = false); alter table messages set (autovacuum_enabled = false)");
        await own.ExecuteAsync(
            """
            with c as (insert into customers (name, created_at) select 'c', now() from generate_series(1, 20000) returning id),
                 t as (insert into tickets (customer, channel, subject, created_at, last_at, last_seq, status) select c.id, s.channel, 's', now(), now() - random() * interval '90 days', 2, 1 + (random() * 4)::int from c, sites s returning number)
            insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at)
            select t.number, n, nextval('message_ids'), n, 'customer', 1, 1, 'words', now() from t, generate_series(1, 2) n
            """);
        await own.ExecuteAsync("insert into visitor_sessions (site, token_hash, created_at, used_at) select channel, uuid_send(gen_random_uuid()), now(), now() from sites, generate_series(1, 20000)");
        await own.ExecuteAsync("insert into session_tickets (session, ticket) select v.id, t.number from (select id, row_number() over () n from visitor_sessions) v join (select number, row_number() over () n from tickets) t using (n)");
        await own.ExecuteAsync("insert into receipts (source, key, message, at) select author, id::text, id, at from (select coalesce(author, ticket) author, id, at from messages) m");
        await CheckAsync(own, statements);
        await own.ExecuteAsync("analyze");
        await CheckAsync(own, statements);
    }

    private static async Task CheckAsync(HubApp hub, string[] statements)
    {
        foreach (var statement in statements)
        {
            var plan = await hub.ScalarAsync<string>($"explain (format json) {statement}");
            Assert.False(plan.Contains("\"Seq Scan\"", StringComparison.Ordinal), $"{statement}\n{plan}");
        }
    }
}
