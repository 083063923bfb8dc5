using System.Threading.RateLimiting;
using Hub.Platform;
using Microsoft.Extensions.Options;

namespace Hub.Channels.WebChat;

/// <summary>How much one visitor, and one network address, may write: token buckets of this process.</summary>
public sealed class VisitorLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string>? visitors;
    private readonly PartitionedRateLimiter<string>? addresses;

    public VisitorLimits(IOptions<HubOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limits = options.Value.Limits;
        visitors = Bucket(limits.Visitor, limits.VisitorBurst);
        addresses = Bucket(limits.Address, limits.Address);
    }

    public bool Allows(VisitorConnection visitor, string? address)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return Allows(visitor.Group, address);
    }

    /// <param name="group">Of all connections of the visitor's browser session.</param>
    /// <param name="address">The network address.</param>
    public bool Allows(string group, string? address) => Take(visitors, group) && Take(addresses, address ?? "unknown");

    public void Dispose()
    {
        visitors?.Dispose();
        addresses?.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string>? limiter, string key)
    {
        if (limiter is null) return true;
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string>? Bucket(int perMinute, int burst) => perMinute == 0 ? null
        : PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, burst),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
            AutoReplenishment = true,
        }));
}
