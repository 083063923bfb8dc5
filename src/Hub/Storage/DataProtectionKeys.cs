using System.Security.Cryptography;
using System.Xml.Linq;
using Hub.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Npgsql;

namespace Hub.Storage;

/// <summary>The keys that protect cookies and secrets at rest, in the database, so that all processes share them.</summary>
public sealed class DataProtectionKeys(NpgsqlDataSource database, KeyWrapping wrapping) : IXmlRepository
{
    // Names that data protection gives to the parts of a stored key.
    private const string DecryptorType = "decryptorType";
    private static readonly XNamespace parts = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName encryptedSecret = parts + "encryptedSecret";
    private static readonly XName requiresEncryption = parts + "requiresEncryption";
    // Any constant: it keeps processes that start together from making a first key each.
    private const long StartLock = 0x6875_625F_6B65_7973;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("select xml from data_protection_keys order by id");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read()) elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var command = database.CreateCommand("insert into data_protection_keys (name, xml) values ($1, $2)");
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }

    /// <summary>Makes sure, at start, that this process reads every key; wraps keys from the time before there was a secret; makes the first key.</summary>
    /// <remarks>Left alone, data protection would pass over what it cannot read and quietly make new keys: everybody signed out, every secret lost.</remarks>
    /// <exception cref="StartRefusedException">The secret is missing or is not the one that wrapped the keys.</exception>
    public async Task PrepareAsync(IDataProtectionProvider provider, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(provider);
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({StartLock})", [], ct);
        try
        {
            foreach (var (id, key) in await ReadAsync(connection, ct))
            {
                Check(key);
                if (wrapping.IsOn && Wrap(key))
                    await ExecuteAsync(connection, "update data_protection_keys set xml = $1 where id = $2", [key.ToString(SaveOptions.DisableFormatting), id], ct);
            }
            // Reads the keys and makes the first one if there is none, while the others wait.
            provider.CreateProtector("start").Protect([]);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({StartLock})", [], CancellationToken.None);
        }
    }

    private void Check(XElement key)
    {
        foreach (var secret in key.Descendants(encryptedSecret))
        {
            if (!wrapping.IsOn)
                throw new StartRefusedException("The keys in this database are wrapped, and Hub__Keys__Secret is not set. Start Hub with the secret it had before.");
            try
            {
                wrapping.Unwrap(secret.Elements().Single());
            }
            catch (CryptographicException)
            {
                throw new StartRefusedException("Hub__Keys__Secret is not the secret that wrapped the keys in this database. Start Hub with the secret it had before.");
            }
        }
    }

    /// <summary>Replaces what must be encrypted by its wrapped form, as data protection does with new keys.</summary>
    /// <returns>False if nothing was open.</returns>
    private bool Wrap(XElement key)
    {
        var open = key.Descendants().Where(e => (bool?)e.Attribute(requiresEncryption) == true).ToList();
        foreach (var element in open)
        {
            EncryptedXmlInfo wrapped = wrapping.Encrypt(element);
            element.ReplaceWith(new XElement(encryptedSecret, new XAttribute(DecryptorType, wrapped.DecryptorType.AssemblyQualifiedName!), wrapped.EncryptedElement));
        }
        return open.Count > 0;
    }

    private static async Task<List<(long Id, XElement Key)>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id, xml from data_protection_keys order by id", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<(long, XElement)>();
        while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), XElement.Parse(reader.GetString(1))));
        return keys;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Puts data protection on the database.</summary>
public static class DataProtectionFeature
{
    public static void AddDataProtectionKeys(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<KeyWrapping>();
        builder.Services.AddSingleton<DataProtectionKeys>();
        builder.Services.AddDataProtection().SetApplicationName("hub");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys, KeyWrapping>((options, keys, wrapping) =>
        {
            options.XmlRepository = keys;
            if (wrapping.IsOn) options.XmlEncryptor = wrapping;
        });
    }

    /// <inheritdoc cref="DataProtectionKeys.PrepareAsync"/>
    public static Task PrepareKeysAsync(this IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<DataProtectionKeys>().PrepareAsync(services.GetRequiredService<IDataProtectionProvider>(), ct);
}
