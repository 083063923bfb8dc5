using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Hub.Platform;
using Microsoft.Extensions.Options;

namespace Hub.Channels.WebChat;

/// <summary>How much one visitor, and one network address, may write: token buckets of this process.</summary>
public sealed class VisitorLimits : IDisposable
{
    /// <summary>The chat says it every two seconds at most.</summary>
    private const int MostPagesAMinute = 30;

    /// <summary>Codes that one network address may ask for in an hour: an office shares one, an attacker has it for themselves.</summary>
    private const int MostCodesAnHour = 30;

    /// <summary>Calls that only read: a phone that comes back asks a few times, nobody a thousand times a minute.</summary>
    private const int MostReadsAMinute = 600;

    /// <summary>Megabytes that one network address may upload in an hour: tokens are free, addresses are not.</summary>
    private const int MostMegabytesAnHour = 500;

    private readonly PartitionedRateLimiter<string>? reads;
    private readonly PartitionedRateLimiter<string>? uploads;
    private readonly PartitionedRateLimiter<string>? visitors;
    private readonly PartitionedRateLimiter<string>? addresses;
    private readonly PartitionedRateLimiter<string>? pages;
    private readonly PartitionedRateLimiter<string>? codes;

    public VisitorLimits(IOptions<HubOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limits = options.Value.Limits;
        visitors = Bucket(limits.Visitor, limits.VisitorBurst);
        addresses = Bucket(limits.Address, limits.Address);
        reads = limits.Visitor == 0 ? null : Bucket(MostReadsAMinute, MostReadsAMinute);
        uploads = limits.Address == 0 ? null : Bucket(MostMegabytesAnHour / 60.0, MostMegabytesAnHour);
        pages = limits.Visitor == 0 ? null : Bucket(MostPagesAMinute, MostPagesAMinute);
        codes = limits.Address == 0 ? null : Bucket(MostCodesAnHour / 60.0, MostCodesAnHour);
    }

    public bool Allows(VisitorConnection visitor, string? address)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return Allows(visitor.Group, address);
    }

    /// <param name="group">Of all connections of the visitor's browser session.</param>
    /// <param name="address">The network address.</param>
    public bool Allows(string group, string? address) => Take(visitors, group) && Take(addresses, Network(address));

    /// <summary>Whether the visitor may have gone to one more page; what they write is counted apart.</summary>
    public bool AllowsPage(VisitorConnection visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return Take(pages, visitor.Group);
    }

    /// <summary>Whether one more code may be mailed at the request of this network address.</summary>
    public bool AllowsCode(string? address) => Take(codes, Network(address));

    /// <summary>Whether the visitor may ask once more for what is there.</summary>
    public bool AllowsRead(VisitorConnection visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return Take(reads, visitor.Group);
    }

    /// <summary>Whether a file of so many bytes may come from this network address.</summary>
    public bool AllowsUpload(string? address, long bytes) => Take(uploads, Network(address), (int)Math.Clamp((bytes + 999_999) / 1_000_000, 1, MostMegabytesAnHour));

    /// <summary>Whom an address stands for: IPv6 networks give each household 2^64 of them.</summary>
    private static string Network(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip)) return "unknown";
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        return ip.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(ip.GetAddressBytes().AsSpan(0, 8)) : ip.ToString();
    }

    public void Dispose()
    {
        reads?.Dispose();
        uploads?.Dispose();
        codes?.Dispose();
        pages?.Dispose();
        visitors?.Dispose();
        addresses?.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string>? limiter, string key, int permits = 1)
    {
        if (limiter is null) return true;
        using var lease = limiter.AttemptAcquire(key, permits);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string>? Bucket(double perMinute, int burst) => perMinute == 0 ? null
        : PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, burst),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
            AutoReplenishment = true,
        }));
}
