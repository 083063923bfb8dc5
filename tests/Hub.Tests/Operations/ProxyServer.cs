using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Tests.Support;
using Xunit.Abstractions;

namespace Hub.Tests.Operations;

/// <summary>The real nginx or HAProxy with the sample of ops/proxy; only ports, paths and names are replaced, as its reader would.</summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly Process process;
    private readonly Task<string> said;
    private readonly ITestOutputHelper output;

    private ProxyServer(DirectoryInfo folder, Process process, Uri address, Uri plain, ITestOutputHelper output)
    {
        (this.folder, this.process, Address, Plain, this.output) = (folder, process, address, plain, output);
        said = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it listens with TLS.</summary>
    public Uri Address { get; }

    /// <summary>Where it listens without.</summary>
    public Uri Plain { get; }

    /// <summary>Two addresses for a proxy to come: <c>Hub:PublicUrl</c> must be known before.</summary>
    public static (Uri Address, Uri Plain) Choose() => (new($"https://127.0.0.1:{FreePort()}/"), new($"http://127.0.0.1:{FreePort()}/"));

    /// <summary>Starts it in front of two servers and waits until it answers.</summary>
    /// <param name="kind"><c>nginx</c> or <c>haproxy</c>.</param>
    /// <param name="at">Of <see cref="Choose"/>.</param>
    /// <param name="one">A server.</param>
    /// <param name="two">Another one.</param>
    /// <param name="output">Where it is told what it said.</param>
    public static async Task<ProxyServer> StartAsync(string kind, (Uri Address, Uri Plain) at, Uri one, Uri two, ITestOutputHelper output)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(two);
        var folder = Directory.CreateTempSubdirectory("hub-proxy-");
        WriteCertificate(folder.FullName);
        string[] command = kind switch
        {
            "nginx" => Nginx(folder.FullName, at, one, two),
            "haproxy" => Haproxy(folder.FullName, at, one, two),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
        // Ends with its input, which is when the test is over or its process gone.
        var start = new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; (trap - INT TERM HUP; exec \"$@\") </dev/null >&2 & cat >/dev/null; kill -TERM $!; wait $!", "sh", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        var proxy = new ProxyServer(folder, Process.Start(start)!, at.Address, at.Plain, output);
        try
        {
            using var browser = new Browser(at.Address);
            await Wait.UntilAsync($"{kind} to answer", async () =>
            {
                try
                {
                    using var answer = await browser.GetAsync("/health/live");
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException) when (!proxy.process.HasExited)
                {
                    return false;
                }
            });
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Wait.Guard);
        process.Dispose();
        folder.Delete(recursive: true);
        output.WriteLine(await said);
    }

    private static string[] Nginx(string folder, (Uri Address, Uri Plain) at, Uri one, Uri two)
    {
        var sample = Sample("nginx.conf",
            ("listen 80;", $"listen 127.0.0.1:{at.Plain.Port};"), ("    listen [::]:80;\n", ""), ("listen 443 ssl http2;", $"listen 127.0.0.1:{at.Address.Port} ssl http2;"), ("    listen [::]:443 ssl http2;\n", ""),
            ("/etc/ssl/hub.example/fullchain.pem", $"{folder}/certificate.pem"), ("/etc/ssl/hub.example/privkey.pem", $"{folder}/key.pem"),
            ("127.0.0.1:5080", one.Authority), ("127.0.0.1:5081", two.Authority));
        File.WriteAllText(Path.Combine(folder, "hub.conf"), sample);
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(t => $"{t}_temp_path {folder}/{t};\n"));
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $"pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}include {folder}/hub.conf;\n}}\n");
        return [Program("nginx", "nginx-light"), "-p", folder, "-e", "stderr", "-c", Path.Combine(folder, "nginx.conf"), "-g", "daemon off;"];
    }

    private static string[] Haproxy(string folder, (Uri Address, Uri Plain) at, Uri one, Uri two)
    {
        File.WriteAllText(Path.Combine(folder, "all.pem"), File.ReadAllText(Path.Combine(folder, "certificate.pem")) + File.ReadAllText(Path.Combine(folder, "key.pem")));
        File.WriteAllText(Path.Combine(folder, "haproxy.cfg"), Sample("haproxy.cfg",
            ("bind :80\n", $"bind 127.0.0.1:{at.Plain.Port}\n"), ("bind :443 ", $"bind 127.0.0.1:{at.Address.Port} "), ("/etc/ssl/hub.example/all.pem", $"{folder}/all.pem"),
            ("127.0.0.1:5080", one.Authority), ("127.0.0.1:5081", two.Authority)));
        return [Program("haproxy", "haproxy"), "-db", "-f", Path.Combine(folder, "haproxy.cfg")];
    }

    private static string Sample(string name, params (string Old, string New)[] replacements)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "ops/proxy", name));
        foreach (var (old, @new) in replacements)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }
        return text;
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=hub.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static string Program(string name, string package) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin" }.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"This test needs {name}: apt-get install -y --no-install-recommends {package}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
