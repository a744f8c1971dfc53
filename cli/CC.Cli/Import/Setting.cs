namespace CC.Cli.Import;

/// <summary>A value of a configuration file, and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record Setting(SettingKind Kind, string File, int Line)
{
    /// <summary>Numbers, true and false are texts, too: as they were written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<Setting> Items { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, Setting>> Fields { get; init; } = [];

    /// <summary>In one line, for people.</summary>
    public override string ToString() => Kind switch
    {
        SettingKind.Nothing => "null",
        SettingKind.List => $"[{string.Join(", ", Items)}]",
        SettingKind.Map => $"{{{string.Join(", ", Fields.Select(field => $"{field.Key}: {field.Value}"))}}}",
        _ => Text,
    };
}
