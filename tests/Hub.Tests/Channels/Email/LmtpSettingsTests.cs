using System.Net;
using System.Net.Sockets;
using Hub.Channels.Email.Receiving;
using Hub.Platform;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

public sealed class LmtpSettingsTests
{
    [Fact]
    public void Mail_beyond_this_machine_needs_a_list_of_who_may_deliver()
    {
        Assert.Equal(2424, LmtpSettings.EndPointOf(new MailOptions()).Port);
        Assert.Equal(IPAddress.IPv6Loopback, LmtpSettings.EndPointOf(new MailOptions { Lmtp = "[::1]:24" }).Address);
        Assert.Contains("Hub__Mail__LmtpAllow", Assert.Throws<StartRefusedException>(() => LmtpSettings.EndPointOf(new MailOptions { Lmtp = "0.0.0.0:24" })).Message, StringComparison.Ordinal);
        Assert.Equal(24, LmtpSettings.EndPointOf(new MailOptions { Lmtp = "0.0.0.0:24", LmtpAllow = "10.0.0.0/8, 192.0.2.7" }).Port);
        Assert.Contains("moon", Assert.Throws<StartRefusedException>(() => LmtpSettings.AllowedOf(new MailOptions { LmtpAllow = "10.0.0.0/8,moon" })).Message, StringComparison.Ordinal);
        Assert.Contains("Hub__Mail__Lmtp", Assert.Throws<StartRefusedException>(() => LmtpSettings.EndPointOf(new MailOptions { Lmtp = "somewhere" })).Message, StringComparison.Ordinal);
        Assert.Contains("Hub__Mail__LmtpCertificate", Assert.Throws<StartRefusedException>(() => LmtpSettings.CertificateOf(new MailOptions { LmtpCertificate = "not/there.pem" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_said_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => HubApp.StartAsync($"--Hub:Mail:Lmtp={taken.LocalEndpoint}"));
        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Hub__Mail__Enabled=false", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Hub:Mail:SmartHost=mail.test:25", "Hub__Mail__SmartHost")]
    [InlineData("--Hub:Mail:SmartHost=http://mail.test", "Hub__Mail__SmartHost")]
    [InlineData("--Hub:Mail:Domain=not a domain", "Domain")]
    [InlineData("--Hub:Mail:UndoSeconds=-1", "UndoSeconds")]
    public async Task Settings_that_cannot_be_used_keep_hub_from_starting(string setting, string names)
    {
        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => HubApp.StartAsync(setting));
        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_can_be_another_processs_business()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Mail:Enabled=false");
        Assert.False(hub.TakesMail);
    }
}
