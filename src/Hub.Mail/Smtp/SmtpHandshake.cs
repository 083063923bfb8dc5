using System.Text;

namespace Hub.Mail.Smtp;

/// <summary>From an open connection to one that takes mail: greeting, EHLO, TLS, login.</summary>
internal static class SmtpHandshake
{
    public static async Task<SmtpCapabilities> RunAsync(SmtpChannel channel, SmtpServer server, SmtpClientOptions options, CancellationToken ct)
    {
        if (server.ImplicitTls) await channel.EncryptAsync(ct);
        Expect(await channel.ReadAsync(SmtpPhase.Greeting, options.Command, ct), 220, SmtpPhase.Greeting);
        var offers = await HelloAsync(channel, options, ct);
        if (!channel.IsEncrypted && server.Tls is not SmtpTls.None)
        {
            if (offers.Has("STARTTLS"))
            {
                Expect(await channel.AskAsync("STARTTLS", SmtpPhase.StartTls, ct), 220, SmtpPhase.StartTls);
                await channel.EncryptAsync(ct);
                // RFC 3207 section 4.2: what was offered in clear text is forgotten.
                offers = await HelloAsync(channel, options, ct);
            }
            else if (server.Tls is SmtpTls.Required)
            {
                throw channel.Break("TLS is required and the server offers no STARTTLS", SmtpPhase.StartTls);
            }
        }
        if (server is { User: { } user, Password: { } password }) await LoginAsync(channel, server, offers, user, password, ct);
        return offers;
    }

    private static async Task<SmtpCapabilities> HelloAsync(SmtpChannel channel, SmtpClientOptions options, CancellationToken ct) =>
        new(Expect(await channel.AskAsync($"EHLO {options.HostName}", SmtpPhase.Hello, ct), 250, SmtpPhase.Hello));

    private static async Task LoginAsync(SmtpChannel channel, SmtpServer server, SmtpCapabilities offers, string user, string password, CancellationToken ct)
    {
        const SmtpPhase phase = SmtpPhase.Authentication;
        if (!channel.IsProved && !server.IsLoopback) throw channel.Break("the password is not sent, since the connection is not encrypted to a proved host", phase);
        if (offers.Mechanisms.Contains("PLAIN"))
        {
            // RFC 4616: authorization identity (none), NUL, user, NUL, password.
            Expect(await channel.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", phase, ct), 235, phase);
        }
        else if (offers.Mechanisms.Contains("LOGIN"))
        {
            Expect(await channel.AskAsync("AUTH LOGIN", phase, ct), 334, phase);
            Expect(await channel.AskAsync(Base64(user), phase, ct), 334, phase);
            Expect(await channel.AskAsync(Base64(password), phase, ct), 235, phase);
        }
        else
        {
            throw channel.Break("the server offers no login by PLAIN or LOGIN", phase);
        }

        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    /// <exception cref="SmtpRefusedException">Another code came.</exception>
    private static SmtpReply Expect(SmtpReply reply, int code, SmtpPhase phase) => reply.Code == code ? reply : throw new SmtpRefusedException(reply, phase);
}
