using FsCheck;
using FsCheck.Fluent;

namespace CC.Sdk.Tests.Configuration;

public sealed class IniPropertyTests
{
    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var (file, _) = Ini.Read(text);
            return file.Sections.All(section => section.OwnEntries.All(entry => section.Find(entry.Key) is not null));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(Entries.ToArbitrary(), entries =>
        {
            var text = $"[s]\n{string.Concat(entries.Select((value, i) => $"key{i} = {value.Replace("%", "%%")}\n"))}";

            var (file, errors) = Ini.Read(text);

            return errors.Count == 0 && entries.Select((value, i) => file.Find("s")!.Find($"key{i}")!.Value == value).All(same => same);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Interpolation_leaves_text_without_per_cent_signs_alone() =>
        Prop.ForAll(Values.ToArbitrary(), value => Ini.Value($"[s]\nother = {value}\nkey = %(other)s\n", "key") == Ini.Value($"[s]\nkey = {value}\n", "key"))
            .QuickCheckThrowOnFailure();

    /// <summary>Texts of what has a meaning in a configuration, in any order.</summary>
    private static Gen<string> Texts =>
        Gen.Elements("[", "]", "s", "key", "=", ":", ";", "#", " ", "\t", "\n", "\r\n", "%", "%(", ")s", "%%", "%(key)s", "\"\"", "[DEFAULT]", "[s]\n", "ü", "\0")
            .ArrayOf()
            .Select(string.Concat);

    /// <summary>Values that need no care but for per cent signs: neither comments, nor white space or quotes at their ends.</summary>
    private static Gen<string[]> Entries => Gen.Elements('a', 'Z', '%', '#', '=', ':', '(', ')', 's', '/', 'ü').NonEmptyListOf().Select(letters => string.Concat(letters)).ArrayOf();

    private static Gen<string> Values => Gen.Elements('a', ' ', ';', '#', '=', '"', '(', ')', 's').ArrayOf().Select(letters => new string(letters));
}
