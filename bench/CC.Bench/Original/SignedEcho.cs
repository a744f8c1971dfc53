using System.Diagnostics;
using System.Globalization;
using CC.Bench.Cms;
using CC.Bench.Load;
using CC.Client;
using CC.Client.Security;
using CC.Sdk.Bodies;

namespace CC.Bench.Original;

/// <summary>
/// Echoes as whole requests and answers: the client signs, the node verifies and signs, the client verifies. Beside the same without signatures, and beside what
/// <c>openssl speed</c> leaves room for, turn by turn: these two signatures and two verifications, on all cores, and nothing else.
/// </summary>
internal static class SignedEcho
{
    private const double OfOriginal = 1_700;
    private const double Aim = 0.8;
    private const int Window = 20;
    private const int Requests = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task CompareAsync(int rounds)
    {
        using var folder = new TemporaryConfiguration();
        SomeKeys.Write(folder.Folder);
        var (signed, plain) = (FreePort.Endpoint(), FreePort.Endpoint());
        using var demanding = await ChildProcess.ServerAsync(folder.Write(Configuration(signed, $"cms-keystore = {folder.Folder}\ncms-sign = user\ncms-verify-ca = ca")));
        using var trusting = await ChildProcess.ServerAsync(folder.Write(Configuration(plain, "")));
        await using var signing = new CcClient(signed)
        {
            Security = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Folder, CmsSign = "user", CmsVerifyCa = ["ca"] }, TimeProvider.System),
        };
        await using var bare = new CcClient(plain);
        await AskAsync(signing, demanding, Requests / 10);
        await AskAsync(bare, trusting, Requests / 10);
        var measured = new List<(double Signed, double Plain, double Processor, double Rsa)>();
        for (var round = 0; round < rounds; round++)
        {
            var (sign, verify) = OpenSslSpeed.Measure();
            var (seconds, processor) = await AskAsync(signing, demanding, Requests);
            measured.Add((Requests / seconds, Requests / (await AskAsync(bare, trusting, Requests)).Seconds, processor / Requests, (2 / sign) + (2 / verify)));
        }

        Figure.Print($"signed echo, {Window} under way", OfOriginal, Median.Of(measured.Select(round => round.Signed)));
        Print("  the same without signatures", measured.Select(round => round.Plain));
        Print($"  openssl speed, RSA alone, {Environment.ProcessorCount} cores", measured.Select(round => Environment.ProcessorCount / round.Rsa));
        Print("  us of processor time for one, both processes", measured.Select(round => round.Processor * 1e6));
        Print("  us that openssl speed takes for its RSA alone", measured.Select(round => round.Rsa * 1e6));
        Goal.AtLeast("signed echo: part of its processor time that openssl speed takes for its RSA alone", Median.Of(measured.Select(round => round.Rsa / round.Processor)), Aim);
    }

    private static string Configuration(string endpoint, string security) => $"""
        [ccserver]
        cc-socket = {endpoint}
        cc-role = remote
        cc-stats = 0
        {security}
        [routes]
        echo = h:echo
        [h:echo]
        handler = echo
        """;

    private static async Task<(double Seconds, double Processor)> AskAsync(CcClient client, ChildProcess node, int count)
    {
        var used = Environment.CpuUsage.TotalTime.TotalSeconds + node.CpuSeconds;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Window).Select(_ => Task.Run(OneAfterAnotherAsync)));
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds + node.CpuSeconds - used);

        async Task OneAfterAnotherAsync()
        {
            for (var i = 0; i < count / Window; i++)
            {
                var request = client.Compose(new EchoRequest { Req = EchoRequest.Type, Target = "tcp://127.0.0.1:10000" }, BodiesJson.Default.EchoRequest);
                _ = client.Read(await client.RequestAsync(request, Patience), BodiesJson.Default.EchoResponse);
            }
        }
    }

    private static void Print(string name, IEnumerable<double> rates) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-57} {Median.Of(rates),10:N0}"));
}
