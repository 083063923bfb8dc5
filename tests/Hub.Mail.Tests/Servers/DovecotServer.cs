using System.Text;

namespace Hub.Mail.Tests.Servers;

/// <summary>What a Dovecot is started with.</summary>
public sealed record DovecotOptions
{
    /// <summary>Who may log in, to IMAP and through SASL: address and password. Mail is taken for anybody.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string> { ["support@hub.test"] = "secret" };

    /// <summary>STARTTLS on the IMAP port, and a port with TLS from the start.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>
    /// Passwords are taken in clear text; else only inside TLS (LOGINDISABLED). A client with the server's own address is always trusted by
    /// Dovecot: who wants to see the difference connects from 127.0.0.2.
    /// </summary>
    public bool PlainTextLogin { get; init; } = true;
}

/// <summary>A real Dovecot on free ports of 127.0.0.1, with mailboxes of its own: IMAP, LMTP, and SASL for a Postfix.</summary>
public sealed class DovecotServer : IAsyncDisposable
{
    private const string Nobody = "65534";
    private readonly ServerFolder folder;

    private DovecotServer(ServerFolder folder) => this.folder = folder;

    public int ImapPort { get; } = Programs.FreePort();

    /// <summary>TLS from the start; listens if there is a certificate.</summary>
    public int ImapsPort { get; } = Programs.FreePort();

    public int LmtpPort { get; } = Programs.FreePort();

    /// <summary>For <see cref="PostfixOptions.SaslPort"/>.</summary>
    public int SaslPort { get; } = Programs.FreePort();

    /// <exception cref="InvalidOperationException">A package is missing, or we are not root.</exception>
    public static async Task<DovecotServer> StartAsync(DovecotOptions? options = null)
    {
        var dovecot = Programs.Find("dovecot", "dovecot-imapd", "dovecot-lmtpd");
        Programs.Need("/usr/lib/dovecot/imap", "dovecot-imapd");
        Programs.Need("/usr/lib/dovecot/lmtp", "dovecot-lmtpd");
        Programs.NeedRoot("Dovecot");
        for (var attempt = 1; ; attempt++)
        {
            var server = new DovecotServer(new("dovecot", Programs.Find("doveadm", "dovecot-core"), path => ["-c", Path.Combine(path, "dovecot.conf"), "stop"]));
            try
            {
                await server.BeginAsync(dovecot, options ?? new());
                return server;
            }
            catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
            {
                // Another one of the many tests may have been faster with a port.
                await server.DisposeAsync();
                if (attempt == 3) throw;
            }
        }
    }

    /// <summary>The mails in somebody's INBOX as they lie there, lines ended by LF, in order of arrival.</summary>
    public async Task<IReadOnlyList<byte[]>> MailsAsync(string address)
    {
        // Maildir: new until a reader has seen it, then cur; the name begins with the second and microsecond of arrival.
        var mails = new[] { "new", "cur" }
            .Select(part => folder.In("mail", address, "Maildir", part))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal);
        return await Task.WhenAll(mails.Select(mail => File.ReadAllBytesAsync(mail)));
    }

    /// <summary>Waits until so many mails are there.</summary>
    public async Task<IReadOnlyList<byte[]>> MailsAsync(string address, int count)
    {
        IReadOnlyList<byte[]> mails = [];
        await Programs.UntilAsync($"{count} mails for {address}", async () => (mails = await MailsAsync(address)).Count >= count, Log);
        return mails;
    }

    /// <summary>What Dovecot has said of itself.</summary>
    public string Log() => File.Exists(folder.In("dovecot.log")) ? File.ReadAllText(folder.In("dovecot.log")) : "";

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    private async Task BeginAsync(string dovecot, DovecotOptions options)
    {
        // In base64, since a colon parts the fields of that file.
        folder.Write("users", string.Concat(options.Users.Select(user => $"{user.Key}:{{PLAIN.b64}}{Convert.ToBase64String(Encoding.UTF8.GetBytes(user.Value))}\n")));
        await Programs.MustAsync("/bin/chown", $"{Nobody}:{Nobody}", folder.Folder("mail"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.In("mail"), (UnixFileMode)0b111_000_000);
        var conf = folder.Write("dovecot.conf", Configuration(options));
        await Programs.LaunchAsync(folder.In("start.log"), dovecot, "-c", conf);
        var log = folder.In("dovecot.log");
        await Programs.GreetingAsync(LmtpPort, "220 ", log);
        await Programs.GreetingAsync(ImapPort, "* OK ", log);
        if (Log().Contains("Address already in use", StringComparison.Ordinal)) throw new InvalidOperationException(Log());
    }

    private string Configuration(DovecotOptions options)
    {
        var files = options.Certificate?.WriteTo(folder.Path);
        var tls = files is { } pair ? $"ssl = yes\nssl_cert = <{pair.Certificate}\nssl_key = <{pair.Key}" : "ssl = no";
        return $$"""
            base_dir = {{folder.In("run")}}
            state_dir = {{folder.In("state")}}
            log_path = {{folder.In("dovecot.log")}}
            instance_name = {{Path.GetFileName(folder.Path)}}
            protocols = imap lmtp
            listen = 127.0.0.1
            {{tls}}
            disable_plaintext_auth = {{(options.PlainTextLogin ? "no" : "yes")}}
            auth_mechanisms = plain login
            auth_username_format = %Lu
            mail_location = maildir:~/Maildir
            mail_uid = {{Nobody}}
            mail_gid = {{Nobody}}
            first_valid_uid = 100
            default_login_user = dovenull
            default_internal_user = dovecot
            passdb {
              driver = passwd-file
              args = scheme=PLAIN username_format=%u {{folder.In("users")}}
            }
            userdb {
              driver = static
              args = uid={{Nobody}} gid={{Nobody}} home={{folder.In("mail")}}/%u allow_all_users=yes
            }
            service imap-login {
              inet_listener imap {
                address = 127.0.0.1
                port = {{ImapPort}}
              }
              inet_listener imaps {
                address = 127.0.0.1
                port = {{(options.Certificate is null ? 0 : ImapsPort)}}
                ssl = yes
              }
            }
            service lmtp {
              inet_listener lmtp {
                address = 127.0.0.1
                port = {{LmtpPort}}
              }
            }
            service auth {
              inet_listener auth {
                address = 127.0.0.1
                port = {{SaslPort}}
              }
            }
            namespace inbox {
              inbox = yes
            }

            """;
    }
}
