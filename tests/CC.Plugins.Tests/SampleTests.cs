using System.Text.RegularExpressions;
using CC.Plugins.LogTail;
using CC.Plugins.TailWriter;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests;

/// <summary>Samples show every option, and the defaults that they show are the true ones.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_tailers_sample_is_true() =>
        Check<LogTailOptions>("LogTail.ini", "d:logtail", "module", "logdir = /var/log\nlogmask = *.log\npidfile = /tmp/ccserver.d:logtail.pid\n");

    [Fact]
    public void The_writers_sample_is_true() =>
        Check<TailWriterOptions>("TailWriter.ini", "h:tailwriter", "handler", "dstdir = /tmp/logs\nservice_name = h:tailwriter\n");

    private static void Check<T>(string sample, string section, string key, string required)
        where T : class, new()
    {
        var lines = Section(sample, section);
        var shown = string.Join('\n', lines.Where(line => !line.StartsWith('#') && !line.StartsWith(key, StringComparison.Ordinal)));

        Assert.Equal(OptionsOf.Section<T>(required), OptionsOf.Section<T>(required + shown));
        Assert.All(OptionsOf.Defaults(typeof(T)).Keys, option => Assert.Contains(lines, line => Regex.IsMatch(line, $"^(# )?{option} = ")));
    }

    private static string[] Section(string sample, string section)
    {
        using var reader = new StreamReader(typeof(SampleTests).Assembly.GetManifestResourceStream(sample)!);
        return [.. reader.ReadToEnd().Split('\n').SkipWhile(line => line != $"[{section}]").Skip(1).TakeWhile(line => !line.StartsWith('['))];
    }
}
