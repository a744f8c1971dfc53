using System.Reflection;
using CC.Client;
using CC.Frames;
using CC.Loading;
using CC.Sdk.Testing;
using CC.Zmtp;

namespace CC.Sdk.Tests.Surface;

/// <summary>What others depend on changes only on purpose: it is compared with a text file that is read in review.</summary>
public sealed class PublicSurfaceTests
{
    /// <summary>Set to 1, the files are written instead.</summary>
    private const string AcceptVariable = "CC_ACCEPT_SURFACE";

    public static TheoryData<string> Packages => ["CC.Frames", "CC.Loading", "CC.Zmtp", "CC.Cms", "CC.Sdk", "CC.Client", "CC.Sdk.Testing"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Is_as_approved(string package)
    {
        var approvedFile = RepositoryFolder.At($"tests/CC.Sdk.Tests/Surface/{package}.txt");
        string[] actual = [.. PublicSurface.Of(AssemblyOf(package))];
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(approvedFile, string.Join('\n', actual) + '\n');
        }

        var approved = File.Exists(approvedFile) ? File.ReadAllLines(approvedFile) : [];

        Assert.True(approved.SequenceEqual(actual), $"""
            The public surface of {package} is not what {Path.GetFileName(approvedFile)} says (- approved, + actual):
            {string.Join('\n', Difference(approved, actual))}
            If it is meant, accept it with
                {AcceptVariable}=1 dotnet test --project tests/CC.Sdk.Tests
            and commit the file; say in CHANGELOG.md what plugin authors have to do.
            """);
    }

    [Fact]
    public void A_difference_shows_what_went_and_what_came_below_its_type()
    {
        var difference = Difference(["class A", "    int X()", "    int Y()", "class B"], ["class A", "    int X()", "    long Y()", "class B"]);

        Assert.Equal(["  class A", "-     int Y()", "+     long Y()"], difference);
    }

    private static Assembly AssemblyOf(string package) => package switch
    {
        "CC.Frames" => typeof(Multipart).Assembly,
        "CC.Loading" => typeof(PluginReferences).Assembly,
        "CC.Zmtp" => typeof(ZmtpSocket).Assembly,
        "CC.Cms" => typeof(CC.Cms.KeyStore).Assembly,
        "CC.Sdk" => typeof(Message).Assembly,
        "CC.Client" => typeof(CcClient).Assembly,
        _ => typeof(ServerProcess).Assembly,
    };

    private static string[] Difference(string[] approved, string[] actual)
    {
        var before = Named(approved);
        var after = Named(actual);
        var lines = new List<string>();
        foreach (var type in before.Concat(after).Select(line => line.Type).Distinct().Order(StringComparer.Ordinal))
        {
            var gone = before.Where(line => line.Type == type).Except(after).Select(line => $"- {line.Text}");
            var come = after.Where(line => line.Type == type).Except(before).Select(line => $"+ {line.Text}");
            string[] changes = [.. gone, .. come];
            string[] heading = changes is [] || changes.Any(change => change[2..] == type) ? [] : [$"  {type}"];
            lines.AddRange([.. heading, .. changes]);
        }

        return [.. lines];
    }

    /// <summary>Each line with the line of the type that it is of.</summary>
    private static (string Type, string Text)[] Named(string[] lines)
    {
        var type = "";
        return [.. lines.Select(line => (type = line.StartsWith(' ') ? type : line, line))];
    }
}
