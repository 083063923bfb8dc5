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
    public bool Allows(string group, string? address) => Take(visitors, group) && Take(addresses, address ?? "unknown");

    /// <summary>Whether the visitor may have gone to one more page; what they write is counted apart.</summary>
    public bool AllowsPage(VisitorConnection visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return Take(pages, visitor.Group);
    }

    /// <summary>Whether one more code may be mailed at the request of this network address.</summary>
    public bool AllowsCode(string? address) => Take(codes, address ?? "unknown");

    public void Dispose()
    {
        codes?.Dispose();
        pages?.Dispose();
        visitors?.Dispose();
        addresses?.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string>? limiter, string key)
    {
        if (limiter is null) return true;
        using var lease = limiter.AttemptAcquire(key);
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
