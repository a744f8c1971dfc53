using System.Globalization;
using Npgsql;

namespace CC.Plugins.Database;

/// <summary>Reads a connect string as libpq has it (PostgreSQL's manual, "Connection Strings"), which is what CC 0.8.7 has in its configurations.</summary>
internal static class ConnectString
{
    private const string SocketFolder = "/var/run/postgresql";

    private static readonly Dictionary<string, Func<NpgsqlConnectionStringBuilder, string, string?>> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = Text((builder, value) => builder.Host = value),
        ["hostaddr"] = Text((builder, value) => builder.Host = value),
        ["port"] = Number(1, 65535, (builder, value) => builder.Port = value),
        ["dbname"] = Text((builder, value) => builder.Database = value),
        ["user"] = Text((builder, value) => builder.Username = value),
        ["password"] = Text((builder, value) => builder.Password = value),
        ["passfile"] = Text((builder, value) => builder.Passfile = value),
        ["connect_timeout"] = Number(0, 1024, (builder, value) => builder.Timeout = value),
        ["application_name"] = Text((builder, value) => builder.ApplicationName = value),
        ["fallback_application_name"] = Text((builder, value) => builder.ApplicationName ??= value),
        ["options"] = Text((builder, value) => builder.Options = value),
        ["sslmode"] = SslModeOf,
        ["sslcert"] = Text((builder, value) => builder.SslCertificate = value),
        ["sslkey"] = Text((builder, value) => builder.SslKey = value),
        ["sslpassword"] = Text((builder, value) => builder.SslPassword = value),
        ["sslrootcert"] = Text((builder, value) => builder.RootCertificate = value),
        ["keepalives"] = Number(0, 1, (builder, value) => builder.TcpKeepAlive = value == 1),
        ["keepalives_idle"] = Number(0, 86400, (builder, value) => builder.TcpKeepAliveTime = value),
        ["keepalives_interval"] = Number(0, 86400, (builder, value) => builder.TcpKeepAliveInterval = value),
        ["client_encoding"] = (_, value) => value.ToLowerInvariant() is "utf8" or "utf-8" or "unicode" or "auto" ? null : "is UTF8: messages are",
    };

    /// <summary>What the text says, with libpq's defaults; or the rule that it breaks.</summary>
    public static (NpgsqlConnectionStringBuilder Builder, string? Rule) Read(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var (pairs, rule) = ConnectUri.IsOne(text) ? ConnectUri.Split(text) : ConnectWords.Split(text);
        foreach (var (keyword, value) in pairs)
        {
            rule ??= Set(builder, keyword, value);
        }

        if (rule is null)
        {
            FillIn(builder);
        }

        return (builder, rule);
    }

    private static string? Set(NpgsqlConnectionStringBuilder builder, string keyword, string value)
    {
        if (!Keywords.TryGetValue(keyword, out var set))
        {
            return $"has '{keyword}', which is not supported; there are: {string.Join(", ", Keywords.Keys)}";
        }

        return value.Length > 0 && set(builder, value) is { } rule ? $"has {keyword} = {value}, which {rule}" : null;
    }

    private static void FillIn(NpgsqlConnectionStringBuilder builder)
    {
        builder.Host ??= Directory.Exists(SocketFolder) ? SocketFolder : "127.0.0.1";
        builder.Username ??= Environment.GetEnvironmentVariable("PGUSER") is { Length: > 0 } user ? user : Environment.UserName;
        builder.Database ??= builder.Username;
    }

    private static Func<NpgsqlConnectionStringBuilder, string, string?> Text(Action<NpgsqlConnectionStringBuilder, string> set) => (builder, value) =>
    {
        set(builder, value);
        return null;
    };

    private static Func<NpgsqlConnectionStringBuilder, string, string?> Number(int least, int greatest, Action<NpgsqlConnectionStringBuilder, int> set) => (builder, value) =>
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > greatest)
        {
            return $"is a whole number from {least} to {greatest}";
        }

        set(builder, number);
        return null;
    };

    private static string? SslModeOf(NpgsqlConnectionStringBuilder builder, string value)
    {
        SslMode? mode = value switch
        {
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            "prefer" => SslMode.Prefer,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => null,
        };
        builder.SslMode = mode ?? builder.SslMode;
        return mode is null ? "is one of: disable, allow, prefer, require, verify-ca, verify-full" : null;
    }
}
