using System.Reflection;
using System.Text.RegularExpressions;
using CC.Sdk;
using CC.Sdk.Options;
using CC.Sdk.Testing;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;
using CC.Server.Plugins;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Documentation;

/// <summary>What operators look up is what the code says.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Errors = File.ReadAllText(RepositoryFolder.At("docs/errors.md"));
    private static readonly string Statistics = File.ReadAllText(RepositoryFolder.At("docs/statistics.md"));

    public static TheoryData<string> Reasons =>
        [.. typeof(DropReasons).GetFields().Select(reason => (string)reason.GetRawConstantValue()!).Concat(InSources("plugins", DropOfPlugin())).Distinct()];

    public static TheoryData<string> FoldersWithRules =>
        ["host/CC.Server/Configuration", "host/CC.Server/Lifetime", "host/CC.Server/Components", "host/CC.Server/Plugins", "sdk/CC.Sdk/Configuration", "sdk/CC.Sdk/Options"];

    [Theory]
    [MemberData(nameof(FoldersWithRules))]
    public void Each_rule_of_the_configuration_is_explained(string folder) =>
        Assert.All(InSources(folder, Rule()), rule => Assert.Contains(rule.Trim(), Errors, StringComparison.Ordinal));

    [Fact]
    public void Each_option_of_plugins_and_of_every_handler_is_explained_with_its_default()
    {
        var plugins = File.ReadAllText(RepositoryFolder.At("docs/plugins.md"));
        string[] names = ["handler", "plugin"];
        var options = OptionsBinder.Texts(new PluginOptions()).Concat(OptionsBinder.Texts(new HandlerSection())).Where(option => !names.Contains(option.Key));

        Assert.All(options, option => Assert.Matches($@"\n\| `{Regex.Escape(option.Key)}` \| `?{(option.Value.Length == 0 ? "none" : Regex.Escape(option.Value))}`? \| ", plugins));
    }

    [Fact]
    public void Each_exit_code_is_explained() =>
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"\n| {(int)code} | {code} | ", Errors, StringComparison.Ordinal));

    [Fact]
    public void Each_fault_is_explained_under_its_number()
    {
        var faults = Enum.GetValues<MessageFault>().Where(fault => fault != MessageFault.None).ToArray();

        Assert.All(faults, fault => Assert.Contains($"\n| {(int)fault} | `{KebabCase.Of(fault.ToString())}` | ", Errors, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.Contains($"`{KebabCase.Of(fault.ToString())}`", Statistics, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_reason_to_drop_a_message_is_explained(string reason)
    {
        Assert.Contains($"\n| `{reason}` | ", Errors, StringComparison.Ordinal);
        Assert.Contains($"\n| `{reason}` | ", Statistics, StringComparison.Ordinal);
    }

    [Fact]
    public void What_becomes_of_bad_input_is_explained_of_each_component_that_is_shipped()
    {
        var table = Regex.Match(Errors, "\n## Bad input, by who gets it\n.*?(?=\n## )", RegexOptions.Singleline).Value;
        var who = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split(" | ")[0]).ToArray();

        Assert.All(InSources("plugins", Component()).Distinct(), name => Assert.Contains(who, cell => cell.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_error_of_a_connection_is_explained() =>
        Assert.All(Enum.GetNames<ZmtpError>(), error => Assert.Matches($@"\n\|[^|]*`{KebabCase.Of(error)}`[^|]*\| ", Errors));

    [Fact]
    public void Each_warning_and_error_that_the_server_logs_is_explained()
    {
        var spoken = typeof(Node).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (method.Name, Said: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Said is { Level: >= LogLevel.Warning })
            .ToArray();

        Assert.NotEmpty(spoken);
        Assert.All(spoken, line => Assert.Contains($"\n| {line.Name} | `{line.Said!.Message}` | ", Errors, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_counter_is_explained()
    {
        var counters = new Counters();
        var traffic = new Traffic(counters, countTypes: false);
        var message = Texts.Message("a", "b");
        traffic.Received(1);
        traffic.Dropped("x", 1);
        Array.ForEach(Enum.GetValues<Outcome>(), outcome => traffic.Handled(message, outcome, TimeSpan.TicksPerSecond));

        var names = counters.Snapshot().Keys.Where(name => name != "count.dropped.x").Concat(InSources("plugins", CounterOfPlugin())).Distinct();

        Assert.All(names, name => Assert.Matches($@"\n\|[^|]*`{Regex.Escape(name)}`[^|]*\| ", Statistics));
    }

    /// <summary>What stands in the code as a literal.</summary>
    private static IEnumerable<string> InSources(string folder, Regex literal) =>
        Directory.EnumerateFiles(RepositoryFolder.At(folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => literal.Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    /// <summary>A sentence about an option, up to where it becomes particular.</summary>
    [GeneratedRegex(@"""((?:is|has|names|refers|asks|runs|stands|can't) [^""{:,;]+)")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\[(?:Handler|Daemon|Task)\(""([^""]+)""")]
    private static partial Regex Component();

    [GeneratedRegex(@"\bCountDropped\(""([^""]+)""")]
    private static partial Regex DropOfPlugin();

    [GeneratedRegex(@"\.Counter\(""([^""]+)""")]
    private static partial Regex CounterOfPlugin();
}
