namespace CC.Plugins.Database;

/// <summary>A function's name: in front of the first dot the schema, which without one is <c>public</c>, as in CC 0.8.7.</summary>
internal readonly record struct FunctionName(string Schema, string Name)
{
    private const string DefaultSchema = "public";

    /// <summary>Null if it is none.</summary>
    public static FunctionName? Read(string text)
    {
        var dot = text.IndexOf('.');
        var name = dot < 0 ? new FunctionName(DefaultSchema, text) : new FunctionName(text[..dot], text[(dot + 1)..]);
        return name.Schema.Length > 0 && name.Name.Length > 0 && !text.Contains('\0') ? name : null;
    }

    /// <summary>An identifier that means exactly this, whatever is in it.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>As it stands in a statement.</summary>
    public override string ToString() => $"{Quote(Schema)}.{Quote(Name)}";
}
