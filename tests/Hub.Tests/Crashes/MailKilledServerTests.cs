using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hub.Tests.Support;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class MailKilledServerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private MailDesk desk = null!;

    public async Task InitializeAsync() => desk = await MailDesk.OpenAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task A_server_killed_again_and_again_while_mails_pour_in_makes_each_of_them_one_message()
    {
        var hub = await desk.StartHubAsync();
        var pour = new NumberedMails();
        await using var queue = MailQueue.Pour([hub.LmtpPort], 5, pour.Next);
        for (var kill = 0; kill < 10; kill++)
        {
            await queue.AcceptedAsync(kill == 0 ? 3 : 25);
            await Task.Delay(Random.Shared.Next(60));
            await hub.KillAsync();
            await hub.StartAgainAsync();
        }
        await queue.AcceptedAsync(25);
        await queue.StopAsync();

        await desk.AssertEachMailIsOneMessageAsync(hub, pour.Made);
        Assert.Equal(pour.Made.Count, queue.Accepted.Count);
        Assert.InRange(queue.Broken, 10, int.MaxValue);
        output.WriteLine($"{queue.Accepted.Count} mails, {queue.Broken} attempts cut off, {await desk.CountAsync("select count(*) from received_mails where disposition = 'duplicate'")} of them kept all the same, {queue.Refusals.Count} refused");
    }

    [Fact]
    public async Task A_server_killed_between_the_raw_mail_and_its_message_makes_the_message_when_it_is_back()
    {
        var hub = await desk.StartHubAsync();
        await new Postman(hub.LmtpPort).DeliverAsync(MailDesk.Mail("anna@client.test", 1));
        // Whatever becomes a message waits for the key that we hold; what is raw does not.
        await desk.ExecuteAsync("""
            create function hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
            create trigger hold before insert on messages for each row execute function hold()
            """);
        (int Number, int? Answers)[] mails = [(2, null), (3, 1), (4, null)];
        string[] contents = [MailDesk.Mail("bea@client.test", 2), MailDesk.Mail("anna@client.test", 3, answers: 1), MailDesk.Mail("carl@client.test", 4)];
        await using (var key = await desk.Database.OpenConnectionAsync())
        {
            await using var hold = key.CreateCommand();
            hold.CommandText = "select pg_advisory_lock(4711)";
            await hold.ExecuteNonQueryAsync();
            var deliveries = contents.Select(mail => Record.ExceptionAsync(() => new Postman(hub.LmtpPort).DeliverAsync(mail))).ToArray();
            await Wait.UntilAsync("all of them stand before the lock", async () => await desk.CountAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted") == mails.Length);
            Assert.Equal(mails.Length, await desk.CountAsync("select count(*) from raw_payloads where state = 'received'"));
            await hub.KillAsync();
            // Nobody was told 250.
            Assert.All(await Task.WhenAll(deliveries), gone => Assert.True(gone is IOException or SocketException, gone?.ToString()));
            await hub.StartAgainAsync();
            hold.CommandText = "select pg_advisory_unlock(4711)";
            await hold.ExecuteNonQueryAsync();
        }

        // Without any help, and still once when their sender tries again.
        await desk.AssertEachMailIsOneMessageAsync(hub, [(1, null), .. mails]);
        foreach (var mail in contents) Assert.StartsWith("250", (await new Postman(hub.LmtpPort).DeliverAsync(mail))[0], StringComparison.Ordinal);
        await desk.AssertEachMailIsOneMessageAsync(hub, [(1, null), .. mails]);
        Assert.Equal(mails.Length, await desk.CountAsync("select count(*) from received_mails where disposition = 'duplicate'"));
    }

    [Fact]
    public async Task A_server_killed_between_the_other_ones_250_and_its_own_commit_sends_again_and_says_so()
    {
        await using var smart = SmartHost.Start();
        var hub = await desk.StartHubAsync(("Hub__Mail__SmartHost", smart.Url));
        string[] people = ["anna@client.test", "bea@client.test"];
        for (var n = 0; n < people.Length; n++) await new Postman(hub.LmtpPort).DeliverAsync(MailDesk.Mail(people[n], n + 1));
        using (var browser = await hub.SignInAsync())
        await using (var key = await desk.Database.OpenConnectionAsync())
        {
            await using var transaction = await key.BeginTransactionAsync();
            smart.OnData = mail =>
            {
                // It has the mail and says so; what the hub writes about that must wait, for the ticket or for the delivery.
                lock (key)
                {
                    using var hold = key.CreateCommand();
                    hold.CommandText = mail.To == people[0] ? "select from tickets where number = (select ticket from deliveries where address = $1) for update" : "select from deliveries where address = $1 for update";
                    hold.Parameters.Add(new() { Value = mail.To });
                    hold.ExecuteNonQuery();
                }
                return "250 2.0.0 Ok: queued";
            };
            foreach (var ticket in await desk.RowsAsync("select number from tickets", r => r.GetInt64(0)))
                await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "The answer", clientId = $"a{ticket}" }).ExpectAsync(HttpStatusCode.Created);
            await Wait.UntilAsync("the hub wants to write that they were sent", async () => await desk.CountAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and application_name <> 'test' and wait_event_type = 'Lock' and query like '%done as (update deliveries%'") == 2);
            Assert.Equal(2, smart.Mails.Count);
            await hub.KillAsync();
            // A statement that is under way would finish without its client: here the whole machine fell.
            await desk.CutConnectionsAsync();
            await transaction.RollbackAsync();
            Assert.Equal(2, await desk.CountAsync("select count(*) from deliveries where state = 'leased' and not doubtful"));
        }
        smart.OnData = _ => null;
        await hub.StartAgainAsync();

        await MailBacklog.SentAsync(desk.Database, 2);
        Assert.Equal(4, smart.Mails.Count);
        using var desktop = await hub.SignInAsync();
        foreach (var person in people)
        {
            var (first, again) = (await smart.ReceivedAsync(person), await smart.ReceivedAsync(person, 2));
            Assert.Equal((first.Read().MessageId, first.Read().TextBody), (again.Read().MessageId, again.Read().TextBody));
            var ticket = (await desk.RowsAsync($"select ticket from deliveries where address = '{person}'", r => r.GetInt64(0))).Single();
            var messages = (await desktop.GetAsync($"/api/v1/tickets/{ticket}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items");
            Assert.Equal(2, messages.GetArrayLength());
            var delivery = messages[1].GetProperty("delivery");
            Assert.Equal(("sent", true), (delivery.GetProperty("state").GetString(), delivery.GetProperty("doubtful").GetBoolean()));
        }
        await Ledger.AssertSoundAsync(desk.Database);
    }
}

/// <summary>Mails by several people, numbered as they are made; every third answers an earlier one of its sender that was accepted.</summary>
public sealed class NumberedMails
{
    private const int Senders = 6;
    private readonly ConcurrentQueue<(int Number, int? Answers)> made = new();
    private int last;

    public IReadOnlyCollection<(int Number, int? Answers)> Made => made;

    public string Next(MailQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var number = Interlocked.Increment(ref last);
        var from = $"sender{number % Senders}@client.test";
        int? parent = null;
        // The newest: its message is the likeliest not to be there yet.
        if (number % 3 == 0 && queue.Accepted.LastOrDefault(m => m.Contains(from, StringComparison.Ordinal)) is { } earlier)
            parent = int.Parse(earlier.Split("Message-ID: <m", 2)[1].Split('@')[0], System.Globalization.CultureInfo.InvariantCulture);
        made.Enqueue((number, parent));
        return MailDesk.Mail(from, number, parent);
    }
}
