namespace CC.Sdk.Tests.Configuration;

/// <summary>Lines, sections and values: specification 3.2.</summary>
public sealed class IniReaderTests
{
    [Theory]
    [InlineData("key = value")]
    [InlineData("key=value")]
    [InlineData("key: value")]
    [InlineData("key:value")]
    [InlineData("KEY = value")]
    [InlineData("key   =   value   ")]
    [InlineData("key = value ; comment")]
    [InlineData("key = value\t; comment")]
    [InlineData("key = value\r")]
    public void A_value_stands_behind_an_equals_sign_or_a_colon(string line) => Assert.Equal("value", Ini.Value($"[s]\n{line}\n", "key"));

    [Theory]
    [InlineData("key = a#b", "a#b")]
    [InlineData("key = a # b", "a # b")]
    [InlineData("key = a;b", "a;b")]
    [InlineData("key = a;b ; c", "a;b ; c")]
    [InlineData("key = tcp://127.0.0.1:10000", "tcp://127.0.0.1:10000")]
    [InlineData("key = a=b", "a=b")]
    [InlineData("key =", "")]
    [InlineData("key = \"\"", "")]
    [InlineData("key = ; nothing", "")]
    [InlineData("key = \"quoted\"", "\"quoted\"")]
    public void What_is_data_stays(string line, string value) => Assert.Equal(value, Ini.Value($"[s]\n{line}\n", "key"));

    [Theory]
    [InlineData("# comment")]
    [InlineData("; comment")]
    [InlineData("#key = other")]
    [InlineData("")]
    [InlineData("   ")]
    public void Comments_and_empty_lines_count_for_nothing(string line) => Assert.Equal("value", Ini.Value($"{line}\n[s]\n{line}\nkey = value\n{line}\n", "key"));

    [Fact]
    public void An_indented_line_continues_the_value_above() => Assert.Equal("a,\nb,\nc", Ini.Value("[s]\nkey = a,\n  b,\n\tc\nother = 1\n", "key"));

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Equal("value", Ini.Value("\uFEFF[s]\nkey = value", "key"));

    [Fact]
    public void A_section_that_comes_up_again_goes_on()
    {
        var (file, errors) = Ini.Read("[s]\na = 1\n[t]\nb = 2\n[s]\nc = 3\n");

        Assert.Empty(errors);
        Assert.Equal(["a", "c"], file.Find("s")!.OwnEntries.Select(entry => entry.Key));
    }

    [Fact]
    public void The_last_of_equal_keys_counts_and_the_others_are_told_of()
    {
        var (file, errors) = Ini.Read("[s]\nkey = 1\nKey = 2\n");

        Assert.Empty(errors);
        Assert.Equal("2", file.Find("s")!.Find("key")!.Value);
        Assert.Equal("cc.ini:3: [s] Key stands a second time; the one at cc.ini:2 has no effect", Assert.Single(file.Repeated));
    }

    [Fact]
    public void A_key_is_remembered_as_it_is_written_too()
    {
        var (file, _) = Ini.Read("[s]\nPub.Case = x\n");

        var entry = Assert.Single(file.Find("s")!.OwnEntries);
        Assert.Equal(("pub.case", "Pub.Case"), (entry.Key, entry.Written));
    }

    [Theory]
    [InlineData("[s]\nno separator\n", "cc.ini:2: 'no separator' is neither a section, a comment, nor key = value")]
    [InlineData("[s]\n= value\n", "cc.ini:2: '= value' is neither a section, a comment, nor key = value")]
    [InlineData("key = value\n", "cc.ini:1: 'key = value' stands in no section: write [name] above it")]
    [InlineData("[s\n", "cc.ini:1: '[s' is not a section: write [name]")]
    [InlineData("[]\n", "cc.ini:1: '[]' is not a section: write [name]")]
    public void A_line_that_makes_no_sense_is_an_error_with_its_number(string text, string message)
    {
        var (_, errors) = Ini.Read(text);

        Assert.Equal(message, Assert.Single(errors).ToString());
    }

    [Fact]
    public void All_bad_lines_are_told_of_at_once()
    {
        var (_, errors) = Ini.Read("lost\n[s]\nbad 1\nkey = 1\nbad 2\n[\n");

        Assert.Equal(["cc.ini:1", "cc.ini:3", "cc.ini:5", "cc.ini:6"], errors.Select(error => error.File));
    }
}
