namespace CC.Sdk.Options;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="File">The file, with the line where there is one: <c>cc.ini:12</c>.</param>
/// <param name="Section">The section; empty for the file as a whole.</param>
/// <param name="Option">The option; empty for the section as a whole.</param>
/// <param name="Value">The value that is wrong, or null where there is none.</param>
/// <param name="Rule">What the rule is, and what to do.</param>
public sealed record OptionError(string File, string Section, string Option, string? Value, string Rule)
{
    /// <summary>The error in one line.</summary>
    public override string ToString()
    {
        var where = Section.Length == 0 ? File : $"{File}: [{Section}]";
        var what = (Option, Value) switch
        {
            ("", _) => "",
            (_, null) => $" {Option}",
            _ => $" {Option} = {Value}",
        };
        return $"{where}{what}: {Rule}";
    }
}
