using System.Security.Cryptography;
using Dapper;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Mail.Smtp;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.Email.Sending;

/// <summary>"Send me a test": one mail to the administrator, at once, and what the server really said.</summary>
public sealed class TestMail(NpgsqlDataSource database, OutgoingServers servers, SmtpPool pool, TimeProvider time)
{
    public async Task<Outcome<MailboxTestView>> SendAsync(Mailbox mailbox, long agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (to, language) = await connection.QuerySingleAsync<(string, string)>(new CommandDefinition("select email, language from agents where id = @agent", new { agent }, cancellationToken: ct));
        try
        {
            if (servers.Of(mailbox) is not { } server) return Refusal.Conflict("mail_no_server", "No outgoing server is set up: give the mailbox one, or set Hub__Mail__SmartHost.");
            using var content = new MemoryStream(MailWriter.Write(new OutgoingMail
            {
                From = new MailAddress(mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name, mailbox.Address),
                To = [new MailAddress(null, to)],
                Subject = Words.TestSubject(language),
                Date = time.GetUtcNow(),
                MessageId = $"test.{RandomNumberGenerator.GetHexString(20, lowercase: true)}@{mailbox.Domain}",
                Text = Words.Test(language, mailbox.Address),
                Headers = [new("Auto-Submitted", "auto-generated")],
            }));
            var result = await pool.SendAsync(server, new SmtpEnvelope(mailbox.Address, [to]), content, ct);
            servers.Wake(mailbox);
            return new MailboxTestView(to, result.Reply.ToString());
        }
        catch (SmtpRefusedException refused)
        {
            return new Refusal("mail_refused", StatusCodes.Status422UnprocessableEntity, $"The server refused: {refused.Reply}");
        }
        catch (SmtpUnavailableException away)
        {
            return new Refusal("mail_unavailable", StatusCodes.Status422UnprocessableEntity, $"The server could not be reached: {away.Message}");
        }
        catch (ArgumentException unwritable)
        {
            return new Refusal("mail_refused", StatusCodes.Status422UnprocessableEntity, unwritable.Message);
        }
        catch (CryptographicException)
        {
            return Refusal.Conflict("mail_password_lost", "The password of the mailbox cannot be read with the keys of this hub. Enter it again.");
        }
    }
}
