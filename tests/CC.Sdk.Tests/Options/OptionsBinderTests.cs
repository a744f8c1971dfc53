using CC.Sdk.Options;
using CC.Sdk.Testing;
using CC.Sdk.Tests.Configuration;

namespace CC.Sdk.Tests.Options;

public sealed class OptionsBinderTests
{
    [Fact]
    public void An_empty_section_leaves_every_default()
    {
        var options = OptionsOf.Section<EveryOption>("");

        Assert.Equal(new EveryOption().ToString(), options.ToString());
    }

    [Fact]
    public void An_empty_value_leaves_the_default_too()
    {
        var options = OptionsOf.Section<EveryOption>("text =\nwhole-number =\nseveral-texts =\n");

        Assert.Equal("text", options.Text);
        Assert.Equal(5, options.WholeNumber);
        Assert.Equal(["a", "b"], options.SeveralTexts);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("ON")]
    public void Yes_has_four_spellings(string text) => Assert.True(OptionsOf.Section<EveryOption>($"is-so = {text}").IsSo);

    [Theory]
    [InlineData("0")]
    [InlineData("no")]
    [InlineData("False")]
    [InlineData("OFF")]
    public void No_has_four_spellings(string text) => Assert.False(OptionsOf.Section<EveryOption>($"is-so = {text}").IsSo);

    [Fact]
    public void Texts_become_values()
    {
        var options = OptionsOf.Section<EveryOption>("""
            text = some text
            whole-number = 10
            long-number = -9000000000
            real-number = 1.25
            size-in-octets = 64 KB
            time-in-seconds = 1.5
            zmq_time = 20
            the-colour = RED
            several-texts = x, y,,  z ,
            url = ipc://some/path
            urls = tcp://*:5000, inproc://x
            maybe-number = 3
            """);

        Assert.Equal("some text", options.Text);
        Assert.Equal(10, options.WholeNumber);
        Assert.Equal(-9_000_000_000, options.LongNumber);
        Assert.Equal(1.25, options.RealNumber);
        Assert.Equal(65536, options.SizeInOctets.Octets);
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.TimeInSeconds);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.TimeInMilliseconds);
        Assert.Equal(Colour.Red, options.TheColour);
        Assert.Equal(["x", "y", "z"], options.SeveralTexts);
        Assert.Equal("ipc://some/path", options.Url);
        Assert.Equal(["tcp://*:5000", "inproc://x"], options.Urls);
        Assert.Equal(3, options.MaybeNumber);
    }

    [Fact]
    public void A_tilde_is_the_home_folder_in_paths_only()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        var options = OptionsOf.Section<EveryOption>("text = ~/x\nfile-path = ~/x\nfolder-paths = ~, /y/~, ~/z\n");

        Assert.Equal("~/x", options.Text);
        Assert.Equal($"{home}/x", options.FilePath);
        Assert.Equal([home, "/y/~", $"{home}/z"], options.FolderPaths);
    }

    [Theory]
    [InlineData("is-so = maybe", "is yes or no (also 1/0, true/false, on/off)")]
    [InlineData("whole-number = x", "is a whole number")]
    [InlineData("whole-number = 1.5", "is a whole number")]
    [InlineData("whole-number = 1e3", "is a whole number")]
    [InlineData("whole-number = 0", "is at least 1")]
    [InlineData("whole-number = 11", "is at most 10")]
    [InlineData("whole-number = 99999999999999999999999999999999", "is a whole number")]
    [InlineData("maybe-number = 3000000000", "is at most 2147483647")]
    [InlineData("maybe-number = -3000000000", "is at least -2147483648")]
    [InlineData("long-number = 9223372036854775808", "is at most 9223372036854775807")]
    [InlineData("real-number = x", "is a number")]
    [InlineData("real-number = NaN", "is a number")]
    [InlineData("real-number = 1,5", "is a number")]
    [InlineData("real-number = -1.5", "is at least -1")]
    [InlineData("size-in-octets = 1.5K", "is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB")]
    [InlineData("size-in-octets = 5 KiB", "is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB")]
    [InlineData("size-in-octets = 1023", "is at least 1K")]
    [InlineData("size-in-octets = 2M", "is at most 1M")]
    [InlineData("time-in-seconds = soon", "is a number of seconds")]
    [InlineData("time-in-seconds = -1", "is at least 0")]
    [InlineData("time-in-seconds = 99999999999999999999", "is at most 4233600")]
    [InlineData("zmq_time = soon", "is a number of milliseconds")]
    [InlineData("zmq_time = -2", "is at least -1")]
    [InlineData("the-colour = green", "is one of: red, light-blue")]
    [InlineData("the-colour = 1", "is one of: red, light-blue")]
    [InlineData("url = 127.0.0.1:5000", "is no ZeroMQ endpoint: write tcp://HOST:PORT, ipc://PATH or inproc://NAME")]
    [InlineData("urls = tcp://a:1, tcp://b", "'tcp://b' is no ZeroMQ endpoint, since host or port is missing: write tcp://HOST:PORT, ipc://PATH or inproc://NAME")]
    [InlineData("file-path = a\n b", "is a path, which has no line breaks or other control characters")]
    public void A_value_that_breaks_a_rule_is_an_error_that_says_the_rule(string line, string rule)
    {
        var refused = Assert.Throws<OptionsException>(() => OptionsOf.Section<EveryOption>(line));

        var error = Assert.Single(refused.Errors);
        Assert.Equal(rule, error.Rule);
        Assert.Equal("test.ini:2", error.File);
        Assert.Equal(line.Split(" = ")[0], error.Option);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var refused = Assert.Throws<OptionsException>(() => OptionsOf.Section<EveryOption>("is-so = x\nwhole-number = x\nsomething = x\nreal-number = x\n"));

        Assert.Equal(["is-so", "whole-number", "real-number", "something"], refused.Errors.Select(error => error.Option));
    }

    [Theory]
    [InlineData("whole-numbr = 1", "is not a known option; did you mean whole-number?")]
    [InlineData("wohle-number = 1", "is not a known option; did you mean whole-number?")]
    [InlineData("zmq-time = 1", "is not a known option; did you mean zmq_time?")]
    [InlineData("qqqqqqqq = 1", "is not a known option")]
    [InlineData("computed = 1", "is not a known option")]
    public void An_unknown_option_is_an_error_that_names_the_nearest(string line, string rule)
    {
        var refused = Assert.Throws<OptionsException>(() => OptionsOf.Section<EveryOption>(line));

        Assert.Equal(rule, Assert.Single(refused.Errors).Rule);
    }

    [Fact]
    public void An_option_that_others_refer_to_need_not_be_known()
    {
        var options = OptionsOf.Section<EveryOption>("folder = /x\ntext = %(folder)s/y\n");

        Assert.Equal("/x/y", options.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name =")]
    [InlineData("name = ,")]
    public void A_required_option_must_be_given(string lines)
    {
        var refused = Assert.Throws<OptionsException>(() => OptionsOf.Section<Demanding>($"low = 1\nhigh = 2\n{lines}"));

        Assert.Equal(("name", "is required"), (Assert.Single(refused.Errors).Option, refused.Errors[0].Rule));
    }

    [Fact]
    public void Rules_between_options_are_checked_when_each_is_sound()
    {
        var unsound = Assert.Throws<OptionsException>(() => OptionsOf.Section<Demanding>("name = x\nlow = 9\nhigh = x\n"));
        var broken = Assert.Throws<OptionsException>(() => OptionsOf.Section<Demanding>("name = x\nlow = 9\nhigh = 8\n"));

        Assert.Equal("is a whole number", Assert.Single(unsound.Errors).Rule);
        Assert.Equal("test.ini:3: [test] low = 9: is at most high", Assert.Single(broken.Errors).ToString());
    }

    [Fact]
    public void Defaults_can_be_shown_as_a_configuration_has_them()
    {
        var defaults = OptionsOf.Defaults(typeof(EveryOption));

        Assert.Equal("text", defaults["text"]);
        Assert.Equal("no", defaults["is-so"]);
        Assert.Equal("0.5", defaults["real-number"]);
        Assert.Equal("2K", defaults["size-in-octets"]);
        Assert.Equal("30", defaults["time-in-seconds"]);
        Assert.Equal("500", defaults["zmq_time"]);
        Assert.Equal("light-blue", defaults["the-colour"]);
        Assert.Equal("a, b", defaults["several-texts"]);
        Assert.Equal("", defaults["maybe-number"]);
        Assert.DoesNotContain("computed", defaults.Keys);
    }

    [Fact]
    public void What_is_shown_binds_to_the_same_again()
    {
        var shown = OptionsOf.Defaults(typeof(EveryOption)).Select(option => $"{option.Key} = {option.Value}");

        var options = OptionsOf.Section<EveryOption>(string.Join('\n', shown));

        Assert.True(OptionsBinder.AreSame(new EveryOption(), options));
    }

    [Fact]
    public void Options_are_the_same_if_they_say_the_same()
    {
        var one = OptionsOf.Section<EveryOption>("time-in-seconds = 60\nis-so = yes\n");
        var another = OptionsOf.Section<EveryOption>("is-so = 1\ntime-in-seconds = 60.0 ; a minute\n");

        Assert.True(OptionsBinder.AreSame(one, another));
        Assert.False(OptionsBinder.AreSame(one, new EveryOption()));
        Assert.False(OptionsBinder.AreSame(one, null));
        Assert.True(OptionsBinder.AreSame(null, null));
    }

    [Fact]
    public void A_property_that_no_text_becomes_is_found_out()
    {
        var option = OptionDescriptor.Of(typeof(Unsupported)).Single();

        Assert.False(option.IsSupported);
        Assert.EndsWith("Unsupported.Where of type System.Uri", option.Declaration);
    }

    [Fact]
    public void References_are_the_sections_that_an_option_names()
    {
        var (file, errors) = Ini.Read("[s]\none = h:a\nseveral = d:b, d:c\n");
        var options = OptionsBinder.Bind<Referring>(file.Find("s")!, errors);

        var references = OptionDescriptor.Of(typeof(Referring)).Select(option => (option.Refers, string.Join('+', option.References(options))));

        Assert.Equal([(SectionKind.Handler, "h:a"), (SectionKind.Daemon, "d:b+d:c"), (SectionKind.None, "")], references);
    }

    internal sealed record Demanding : IValidatedOptions
    {
        [Option(Required = true)]
        public IReadOnlyList<string> Name { get; init; } = [];

        public int Low { get; init; }

        public int High { get; init; }

        public IEnumerable<(string Option, string Rule)> Validate() => Low > High ? [("low", "is at most high")] : [];
    }

    internal sealed record Unsupported
    {
        public Uri? Where { get; init; }
    }

    internal sealed record Referring
    {
        [Option(Refers = SectionKind.Handler)]
        public string One { get; init; } = "";

        [Option(Refers = SectionKind.Daemon)]
        public IReadOnlyList<string> Several { get; init; } = [];

        public int Number { get; init; }
    }
}
