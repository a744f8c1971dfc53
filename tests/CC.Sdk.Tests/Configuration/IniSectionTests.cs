namespace CC.Sdk.Tests.Configuration;

/// <summary>Interpolation, [DEFAULT], and what is added to sections: specification 3.2.</summary>
public sealed class IniSectionTests
{
    [Theory]
    [InlineData("key = %(other)s", "x")]
    [InlineData("key = a%(other)sb%(OTHER)sc", "axbxc")]
    [InlineData("key = 100%%", "100%")]
    [InlineData("key = %%(other)s", "%(other)s")]
    [InlineData("key = %(indirect)s!", "<x>!")]
    [InlineData("key = %(other)s (and %(other)s)s", "x (and x)s")]
    public void A_reference_stands_for_another_value(string line, string value) =>
        Assert.Equal(value, Ini.Value($"[s]\nother = x\nindirect = <%(other)s>\n{line}\n", "key"));

    [Theory]
    [InlineData("key = %(othr)s", "refers to %(othr)s, which is not defined; did you mean %(other)s?")]
    [InlineData("key = %(something)s", "refers to %(something)s, which is not defined")]
    [InlineData("key = %(key)s", "refers to itself through %(...)s")]
    [InlineData("key = 100%", "has a '%' that starts no %(name)s; write %% for a per cent sign")]
    [InlineData("key = %x", "has a '%' that starts no %(name)s; write %% for a per cent sign")]
    [InlineData("key = %(other", "has a '%' that starts no %(name)s; write %% for a per cent sign")]
    [InlineData("key = %(other)", "has a '%' that starts no %(name)s; write %% for a per cent sign")]
    [InlineData("key = %()s", "has a '%' that starts no %(name)s; write %% for a per cent sign")]
    public void A_reference_that_leads_nowhere_is_an_error(string line, string rule)
    {
        var (_, errors) = Ini.Read($"[s]\nother = x\n{line}\n");

        var error = Assert.Single(errors);
        Assert.Equal(("cc.ini:3", "s", "key", rule), (error.File, error.Section, error.Option, error.Rule));
    }

    [Fact]
    public void References_that_multiply_end_before_memory_does()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"k{i} = {string.Concat(Enumerable.Repeat($"%(k{i - 1})s", 50))}");

        var (_, errors) = Ini.Read($"[s]\nk0 = 0123456789\n{string.Join('\n', lines)}\n");

        Assert.Contains(errors, error => error.Rule == "stands for more than 1048576 characters");
    }

    [Fact]
    public void Every_section_has_the_values_of_DEFAULT_unless_it_says_otherwise()
    {
        var (file, errors) = Ini.Read("[DEFAULT]\nfolder = /a\nname = %(folder)s/x\n[s]\n[t]\nfolder = /b\n");

        Assert.Empty(errors);
        Assert.Equal("/a/x", file.Find("s")!.Find("name")!.Value);
        Assert.Equal("/b/x", file.Find("t")!.Find("name")!.Value);
        Assert.Empty(file.Find("s")!.OwnEntries);
        Assert.Null(file.Find("DEFAULT"));
    }

    [Fact]
    public void A_value_of_DEFAULT_need_only_make_sense_where_it_is_used()
    {
        var (file, errors) = Ini.Read("[DEFAULT]\nlog = %(folder)s/log\n[s]\nfolder = /a\n[t]\n");
        Assert.Empty(errors);

        var used = file.Find("s")!.Find("log")!.Value;
        file.Find("t")!.Find("log");
        file.Find("t")!.Find("log");

        Assert.Equal("/a/log", used);
        Assert.Equal("cc.ini:2: [t] log = %(folder)s/log: refers to %(folder)s, which is not defined", Assert.Single(errors).ToString());
    }

    [Fact]
    public void What_is_injected_gives_way_to_DEFAULT_and_to_the_section()
    {
        var (file, _) = Ini.Read(
            "[DEFAULT]\nb = default\n[s]\nc = own\n",
            Ini.NoOverrides,
            (section, _, _) => [new("a", section), new("b", section), new("c", section)]);

        var section = file.Find("s")!;
        Assert.Equal(["s", "default", "own"], new[] { "a", "b", "c" }.Select(key => section.Find(key)!.Value));
    }

    [Fact]
    public void Injected_values_may_come_from_the_main_section_wherever_that_stands()
    {
        var (file, _) = Ini.Read(
            "[s]\nkey = %(name)s\n[main]\nname = x\n",
            Ini.NoOverrides,
            (section, _, main) => section == "s" ? [new("name", main!.Find("name")!.Value)] : []);

        Assert.Equal("x", file.Find("s")!.Find("key")!.Value);
    }

    [Fact]
    public void Overrides_replace_values_of_the_main_section_only()
    {
        var (file, _) = Ini.Read("[main]\nkey = 1\n[s]\nkey = 1\n", new Dictionary<string, string> { ["key"] = "2", ["new"] = "%(key)s" }, (_, _, _) => []);

        Assert.Equal("2", file.Find("main")!.Find("key")!.Value);
        Assert.Equal("2", file.Find("main")!.Find("new")!.Value);
        Assert.Equal("1", file.Find("s")!.Find("key")!.Value);
    }

    [Fact]
    public void An_error_about_an_override_says_where_it_comes_from()
    {
        var (file, _) = Ini.Read("[main]\nkey = 1\n", new Dictionary<string, string> { ["key"] = "2" }, (_, _, _) => []);

        Assert.Equal("--set: [main] key = 2: is wrong", file.Find("main")!.Error("key", "is wrong").ToString());
    }

    [Theory]
    [InlineData("present", "cc.ini:2: [s] present = 1: rule")]
    [InlineData("absent", "cc.ini: [s] absent: rule")]
    public void An_error_names_file_line_section_key_and_value(string key, string message)
    {
        var (file, _) = Ini.Read("[s]\npresent = 1\n");

        Assert.Equal(message, file.Find("s")!.Error(key, "rule").ToString());
    }

    [Fact]
    public void A_key_that_another_value_refers_to_is_known_as_such()
    {
        var (file, _) = Ini.Read("[s]\nfolder = /a\nkey = %(folder)s/x\n");

        Assert.True(file.Find("s")!.IsReferenced("folder"));
        Assert.False(file.Find("s")!.IsReferenced("key"));
    }

    [Fact]
    public void A_value_is_there_as_it_is_written_as_well()
    {
        var (file, _) = Ini.Read("[s]\nname = x\nkey = %(name)s\n");

        Assert.Equal("%(name)s", file.Find("s")!.FindRaw("key"));
    }

    [Fact]
    public void The_message_of_the_exception_has_every_error()
    {
        var (_, errors) = Ini.Read("bad 1\nbad 2\n");

        var exception = new OptionsException(errors);

        Assert.Contains("'bad 1'", exception.Message);
        Assert.Contains("'bad 2'", exception.Message);
    }
}
