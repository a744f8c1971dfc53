using System.Text.RegularExpressions;
using CC.Plugins.InfoScript;
using CC.Plugins.InfoSender;
using CC.Plugins.InfoWriter;
using CC.Plugins.JobConsole;
using CC.Plugins.LogTail;
using CC.Plugins.PgLogForward;
using CC.Plugins.SkyLog;
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

    [Fact]
    public void The_samples_of_the_receivers_of_logs_are_true()
    {
        Check<PgLogForwardOptions>("PgLogForward.ini", "d:pg_logforward", "module", "plugins = p:logwatch\n");
        Check<LogPluginOptions>("PgLogForward.ini", "p:logwatch", "none", "module = cc.daemon.plugins.pg_logforward.example_logwatch\n");
        Check<SkyLogOptions>("SkyLog.ini", "d:skylog", "module", "");
    }

    [Fact]
    public void The_info_senders_sample_is_true() =>
        Check<InfoSenderOptions>("InfoSender.ini", "d:infosender", "module", "infodir = /var/lib/info\ninfomask = *.txt\npidfile = /tmp/ccserver.d:infosender.pid\n");

    [Fact]
    public void The_info_scripts_sample_is_true() =>
        Check<InfoScriptOptions>("InfoScript.ini", "d:disk", "module", "info-script = df -h\ninfo-period = 60\ninfo-name = disk\n");

    [Fact]
    public void The_info_writers_sample_is_true() =>
        Check<InfoWriterOptions>("InfoWriter.ini", "h:infowriter", "handler", "dstdir = /tmp/info\nservice_name = h:infowriter\n");

    [Fact]
    public void The_consoles_sample_is_true() => Check<JobConsoleOptions>("JobConsole.ini", "d:console", "module", "");

    private static void Check<T>(string sample, string section, string key, string required)
        where T : class, new()
    {
        var lines = Section(sample, section);
        var shown = string.Join('\n', lines.Where(line => !line.StartsWith('#') && !line.StartsWith(key, StringComparison.Ordinal)));

        Assert.Equivalent(OptionsOf.Section<T>(required), OptionsOf.Section<T>(required + shown), strict: true);
        Assert.All(OptionsOf.Defaults(typeof(T)).Keys, option => Assert.Contains(lines, line => Regex.IsMatch(line, $"^(# )?{option} = ")));
    }

    private static string[] Section(string sample, string section)
    {
        using var reader = new StreamReader(typeof(SampleTests).Assembly.GetManifestResourceStream(sample)!);
        return [.. reader.ReadToEnd().Split('\n').SkipWhile(line => line != $"[{section}]").Skip(1).TakeWhile(line => !line.StartsWith('['))];
    }
}
