namespace CC.Plugins.JobMgr.Daemons;

/// <summary>Decides which values of a section are not told to whoever asks: the file has them, and who may read that.</summary>
internal static class Secrets
{
    private static readonly string[] Words = ["password", "passwd", "passphrase", "secret", "token", "credential", "apikey", "api-key", "api_key"];

    /// <summary>Whether a value is secret: by its name, or because it has a password in it, as what names a database may.</summary>
    public static bool Is(string key, string value) =>
        Words.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase))
        || value.Contains("password=", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Contains(':'));

    /// <summary>What is left.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> values) =>
        values.Where(value => !Is(value.Key, value.Value)).ToDictionary();
}
