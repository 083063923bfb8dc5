namespace Hub.Mail.Tests.Servers;

/// <summary>What a Postfix is started with.</summary>
public sealed record PostfixOptions
{
    /// <summary>Where all mail goes, over LMTP on 127.0.0.1: that for <see cref="Domain"/> and, since there is no world here, all other too.</summary>
    public required int LmtpPort { get; init; }

    /// <summary>Its own domain; any local part.</summary>
    public string Domain { get; init; } = "hub.test";

    /// <summary>Dovecot's; without it nobody can log in to submit.</summary>
    public int? SaslPort { get; init; }

    /// <summary>STARTTLS on both ports; submission then takes no password before it.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>Mail goes to the LMTP port over STARTTLS, or not at all.</summary>
    public bool LmtpTls { get; init; }

    /// <summary>Octets of the largest mail.</summary>
    public int MessageSizeLimit { get; init; } = 10_240_000;
}

/// <summary>A real Postfix on free ports of 127.0.0.1, with a queue of its own: submission with login, and a port as of an MX.</summary>
public sealed class PostfixServer : IAsyncDisposable
{
    private readonly ServerFolder folder;

    private PostfixServer(ServerFolder folder) => this.folder = folder;

    /// <summary>Takes mail to anybody from who has logged in (RFC 6409).</summary>
    public int SubmissionPort { get; } = Programs.FreePort();

    /// <summary>Takes mail to its own domain from anybody.</summary>
    public int InboundPort { get; } = Programs.FreePort();

    /// <exception cref="InvalidOperationException">A package is missing, or we are not root.</exception>
    public static async Task<PostfixServer> StartAsync(PostfixOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var postfix = Programs.Find("postfix", "postfix");
        Programs.NeedRoot("Postfix");
        for (var attempt = 1; ; attempt++)
        {
            var server = new PostfixServer(new("postfix", postfix, path => ["-c", Path.Combine(path, "etc"), "abort"]));
            try
            {
                await server.BeginAsync(postfix, options);
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

    /// <summary>How many mails wait.</summary>
    public async Task<int> QueuedAsync() =>
        (await Programs.MustAsync(Programs.Find("postqueue", "postfix"), "-c", folder.In("etc"), "-j")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith('{'));

    /// <summary>Waits until the queue is empty.</summary>
    public Task DeliveredAsync() => Programs.UntilAsync("an empty queue", async () => await QueuedAsync() == 0, Log);

    /// <summary>Tries now what waits.</summary>
    public Task FlushAsync() => Programs.MustAsync(Programs.Find("postqueue", "postfix"), "-c", folder.In("etc"), "-f");

    /// <summary>All that Postfix has logged.</summary>
    public string Log() => File.Exists(folder.In("mail.log")) ? File.ReadAllText(folder.In("mail.log")) : "";

    /// <summary>Lines of the log that tell of a delivery: <c>to=&lt;…&gt;, … status=sent|deferred|bounced (the next server's words)</c>.</summary>
    public IReadOnlyList<string> Deliveries(string status) => [.. Log().Split('\n').Where(line => line.Contains($"status={status}", StringComparison.Ordinal))];

    /// <summary>Waits for a line of the log that holds the words.</summary>
    public async Task<string> LoggedAsync(string words)
    {
        string? line = null;
        await Programs.UntilAsync($"\"{words}\" in the log", () => Task.FromResult((line = Log().Split('\n').FirstOrDefault(l => l.Contains(words, StringComparison.Ordinal))) is not null), Log);
        return line!;
    }

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    private async Task BeginAsync(string postfix, PostfixOptions options)
    {
        foreach (var name in new[] { "dynamicmaps.cf", "dynamicmaps.cf.d", "postfix-files", "postfix-files.d" })
        {
            await Programs.MustAsync("/bin/cp", "-r", Path.Combine("/etc/postfix", name), Path.Combine(folder.Folder("etc"), name));
        }
        folder.Folder("queue");
        await Programs.MustAsync("/bin/chown", "postfix", folder.Folder("data"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.In("data"), (UnixFileMode)0b111_000_000);
        folder.Write("etc/main.cf", Main(options));
        folder.Write("etc/master.cf", Master());
        await Programs.LaunchAsync(folder.In("start.log"), postfix, "-c", folder.In("etc"), "start");
        await Programs.GreetingAsync(SubmissionPort, "220 ", folder.In("mail.log"));
        await Programs.GreetingAsync(InboundPort, "220 ", folder.In("mail.log"));
        if (Log().Contains("Address already in use", StringComparison.Ordinal)) throw new InvalidOperationException(Log());
    }

    private string Main(PostfixOptions options)
    {
        var files = options.Certificate?.WriteTo(folder.Path);
        var tls = files is { } pair
            ? $"smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {pair.Certificate}\nsmtpd_tls_key_file = {pair.Key}\nsmtpd_tls_auth_only = yes"
            : "smtpd_tls_security_level = none";
        var sasl = options.SaslPort is { } port
            ? $"smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = inet:127.0.0.1:{port}"
            : "smtpd_sasl_auth_enable = no";
        return $"""
            compatibility_level = 3.6
            queue_directory = {folder.In("queue")}
            data_directory = {folder.In("data")}
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            syslog_name = {Path.GetFileName(folder.Path)}
            myhostname = mx.hub.test
            mydestination =
            local_recipient_maps =
            alias_maps =
            alias_database =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            maillog_file = {folder.In("mail.log")}
            maillog_file_prefixes = {folder.Path}
            virtual_mailbox_domains = {options.Domain}
            virtual_transport = lmtp:inet:127.0.0.1:{options.LmtpPort}
            default_transport = lmtp:inet:127.0.0.1:{options.LmtpPort}
            lmtp_tls_security_level = {(options.LmtpTls ? "encrypt" : "none")}
            message_size_limit = {options.MessageSizeLimit}
            smtputf8_enable = no
            smtp_tls_security_level = none
            {tls}
            {sasl}
            smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
            smtpd_client_connection_rate_limit = 0
            smtpd_client_connection_count_limit = 0
            disable_dns_lookups = yes
            smtp_host_lookup = native
            lmtp_host_lookup = native

            """;
    }

    private string Master() => $"""
        127.0.0.1:{SubmissionPort} inet n - n - - smtpd
        127.0.0.1:{InboundPort} inet n - n - - smtpd
          -o smtpd_sasl_auth_enable=no
          -o smtpd_relay_restrictions=reject_unauth_destination
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        proxywrite unix - - n - 1 proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
