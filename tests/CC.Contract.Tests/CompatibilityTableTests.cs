namespace CC.Contract.Tests;

/// <summary>The table of what CC 0.8.7 does names tests that there are.</summary>
public sealed class CompatibilityTableTests
{
    /// <summary>A row for each feature, in the order of the inventory that this version was written from.</summary>
    private static readonly string[] Features =
    [
        "frames", "JSON structs", "ROUTER main socket", "INI configuration", "prefix dispatch", "statistics line", "signals", "CMS", "echo", "proxy", "locallogger", "disposer, delay, filter",
        "infowriter", "tailwriter", "database", "taskrouter", "jobmgr", "job base", "infosender, infoscript", "logtail", "pg_logforward", "taskrunner", "task client", "performance",
    ];

    private static readonly string[][] Rows = DocumentTables.Of("docs/compatibility.md")[0];

    [Fact]
    public void Each_feature_has_a_row() =>
        Assert.Equal(Features, Rows.Zip(Features, (row, feature) => row[0].StartsWith(feature, StringComparison.Ordinal) ? feature : row[0]).Concat(Rows.Skip(Features.Length).Select(row => row[0])));

    [Fact]
    public void Each_feature_is_shown_over_frames_by_a_peer_with_libzmq() => Assert.All(Rows, row =>
    {
        Assert.NotEmpty(NamedTest.In(row[1]));
        Assert.All(NamedTest.In(row[1]), test => Assert.Contains("Python.RunAsync(", test.Body(), StringComparison.Ordinal));
    });

    [Fact]
    public void Each_test_that_is_named_is_there() => Assert.All(Rows.SelectMany(row => NamedTest.In(row[2])), test => Assert.NotEmpty(test.Body()));
}
