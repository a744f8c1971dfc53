using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

/// <summary>Sections that a handler takes for its own by their names.</summary>
public sealed class FurtherSectionTests
{
    private const string Collector = $"{Configurations.Main}[routes]\na = h\n[h]\nhandler = collector\n";

    [Fact]
    public void The_handler_gets_those_of_its_names_as_they_are_written_in_the_order_of_the_file()
    {
        var configuration = Configurations.Load($"[DEFAULT]\nsize = 7\n{Collector}[extra]\nSize = 100%% %(service_name)s\n[c:]\n[c:two]\nsize = 2\n[c:one]\n[d:other]");

        Assert.Equal(
            ["extra Size=100% extra", "c:two size=2", "c:one "],
            configuration.OptionsOf<CollectorOptions>("h").Sections.Select(section => $"{section.Name} {string.Join(' ', section.Entries.Select(entry => $"{entry.Key}={entry.Value}"))}"));
        Assert.Equal(
            ["the section [c:] is referred to by nothing and has no effect", "the section [d:other] is referred to by nothing and has no effect"],
            configuration.Warnings.Where(warning => warning.StartsWith("the section", StringComparison.Ordinal)));
    }

    [Fact]
    public void All_that_is_wrong_with_them_is_told_at_once_with_file_and_line()
    {
        var errors = Configurations.Errors($"{Collector.Replace("a = h", "a = h, other", StringComparison.Ordinal)}[c:one]\nsize = big\n[c:two]\nSIZE = big\n[other]\nhandler = nobody");

        Assert.Equal(3, errors.Length);
        Assert.Contains("cc.ini:9: [c:one] size = big: is small", errors);
        Assert.Contains("cc.ini:11: [c:two] size = big: is small", errors);
    }

    [Fact]
    public void What_they_know_not_is_a_warning() =>
        Assert.Contains("cc.ini:9: [c:one] sise = 1: is not known, and has no effect; did you mean size?", Configurations.Load($"{Collector}[c:one]\nsise = 1").Warnings);

    [Fact]
    public void Rules_that_fail_are_an_error() =>
        Assert.Contains("the sections can't be looked through: on purpose (InvalidOperationException in CollectorOptions.CheckSections)", Assert.Single(Configurations.Errors($"{Collector}[c:one]\nbomb = 1")), StringComparison.Ordinal);

    [Fact]
    public void Of_two_handlers_the_one_that_the_routes_lead_to_first_gets_them_and_that_is_said()
    {
        var configuration = Configurations.Load($"{Configurations.Main}[routes]\na = second, first\n[first]\nhandler = collector\n[second]\nhandler = collector\n[c:one]\n[c:two]");

        Assert.Equal(["c:one", "c:two"], configuration.OptionsOf<CollectorOptions>("second").Sections.Select(section => section.Name));
        Assert.Empty(configuration.OptionsOf<CollectorOptions>("first").Sections);
        Assert.Equal(["[first] gets nothing of [c:one], [c:two]: they are [second]'s, to which the routes lead first; one collector of a node has them"], configuration.Warnings);
    }

    [Fact]
    public void Two_handlers_without_such_sections_are_no_matter_for_a_warning() =>
        Assert.Empty(Configurations.Load($"{Configurations.Main}[routes]\na = second, first\n[first]\nhandler = collector\n[second]\nhandler = collector").Warnings);

    [Fact]
    public void A_section_that_is_used_for_something_else_stays_that()
    {
        var configuration = Configurations.Load($"{Configurations.Main}[routes]\na = h, run\n[h]\nhandler = collector\n[run]\nhandler = runner\ndaemons = c:daemon\n[c:daemon]\nmodule = plain");

        Assert.Empty(configuration.OptionsOf<CollectorOptions>("h").Sections);
        Assert.Equal(["c:daemon"], configuration.Daemons.Keys);
        Assert.Empty(configuration.Warnings);
    }
}
