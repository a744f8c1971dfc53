using System.Runtime.InteropServices;

namespace CC.Server.Diagnostics;

/// <summary>The file that tells other programs how the node is: <c>infofile</c>. It is replaced as a whole.</summary>
internal sealed class StatusFile(ReportModel model, DateTimeOffset started, TimeProvider time)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss zzz";

    public void Write(Statistics statistics, RunningAverages? averages)
    {
        var text = string.Join('\n', [.. Lines(statistics, averages), ""]);
        var next = $"{model.File}.new";
        File.WriteAllText(next, text);
        File.Move(next, model.File, overwrite: true);
    }

    private IEnumerable<string> Lines(Statistics statistics, RunningAverages? averages)
    {
        var cpu = Environment.CpuUsage;
        yield return $"name: {model.JobName}";
        yield return $"version: {ProductVersion.Text}";
        yield return "service: ccserver";
        yield return $"pid: {Environment.ProcessId}";
        yield return $"started: {Moment(started)}";
        yield return "status: ";
        yield return $"time-consumed: {cpu.UserTime.TotalSeconds:0.00} {cpu.PrivilegedTime.TotalSeconds:0.00} 0.0 0.0";
        yield return $"info-period: {Statistics.Format(model.Period.TotalSeconds)}";
        yield return $"info-written: {Moment(time.GetUtcNow())}";
        yield return $"platform: {RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}";
        yield return $"runtime: {RuntimeInformation.FrameworkDescription}";
        yield return "zmq: CC.Zmtp, ZMTP 3.1";
        yield return "";
        if (model.Level >= 2)
        {
            foreach (var line in Section("total", statistics.Total).Concat(Section("latest", statistics.Latest)))
            {
                yield return line;
            }
        }

        foreach (var line in averages?.Lines() ?? [])
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Section(string name, SortedDictionary<string, double> values) =>
        [$"[{name}]", .. values.Select(entry => $"{entry.Key}: {Statistics.Format(entry.Value)}"), ""];

    private string Moment(DateTimeOffset moment) =>
        $"{moment.ToUnixTimeMilliseconds() / 1000.0:0.000} ({TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString(TimeFormat)})";
}
