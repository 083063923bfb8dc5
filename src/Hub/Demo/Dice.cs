namespace Hub.Demo;

/// <summary>Chance that is the same for the same seed, on every machine.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>0 up to, and without, <paramref name="below"/>.</summary>
    public int Next(int below) => random.Next(below);

    public double Next() => random.NextDouble();

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];

    /// <summary>One of them, each as likely as its weight says.</summary>
    public T Pick<T>(IReadOnlyList<T> among, Func<T, double> weight)
    {
        var left = random.NextDouble() * among.Sum(weight);
        foreach (var one in among)
            if ((left -= weight(one)) < 0)
                return one;
        return among[^1];
    }

    /// <summary>Between the two; short times are likelier than long ones, as with people who answer.</summary>
    public TimeSpan Between(TimeSpan shortest, TimeSpan longest)
    {
        var share = random.NextDouble();
        return shortest + (longest - shortest) * (share * share);
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>An id as browsers make them: a UUID of version 4 (RFC 9562 section 5.4).</summary>
    public string Uuid()
    {
        var bytes = Bytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
