using Hub.Channels.WebChat;
using Hub.Platform;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Channels.WebChat;

public sealed class VisitorLimitsTests
{
    [Fact]
    public void A_household_of_ipv6_is_one_address_and_a_mapped_one_is_the_same_as_without()
    {
        using var limits = new VisitorLimits(Options.Create(new HubOptions()));
        for (var n = 0; n < 30; n++) Assert.True(limits.AllowsCode($"2001:db8:1:2::{n:x}"));
        Assert.False(limits.AllowsCode("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        Assert.True(limits.AllowsCode("2001:db8:1:3::1"));
        for (var n = 0; n < 30; n++) Assert.True(limits.AllowsCode(n % 2 == 0 ? "192.0.2.7" : "::ffff:192.0.2.7"));
        Assert.False(limits.AllowsCode("192.0.2.7"));
        Assert.False(limits.AllowsCode("::ffff:192.0.2.7"));
    }

    [Fact]
    public void An_address_uploads_so_much_an_hour_however_many_tokens_it_takes()
    {
        using var limits = new VisitorLimits(Options.Create(new HubOptions()));
        for (var n = 0; n < 20; n++) Assert.True(limits.AllowsUpload("198.51.100.1", 25_000_000));
        Assert.False(limits.AllowsUpload("198.51.100.1", 25_000_000));
        Assert.True(limits.AllowsUpload("198.51.100.2", 25_000_000));
    }
}
