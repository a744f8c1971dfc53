namespace CC.Contract.Tests;

/// <summary>The tables of what gaffer's tests demand, and of what it gets wrong, name tests that there are.</summary>
public sealed class SupervisionTableTests
{
    /// <summary>The lines of the inventory that this version was written from, in its order.</summary>
    private static readonly string[] Ids = [.. Lines("EV", 8), .. Lines("PR", 11), .. Lines("MG", 21), .. Lines("CT", 21), .. Lines("DEF", 38)];

    /// <summary>They are about parts that this version has not: lookup, users and keys of HTTP, browsers.</summary>
    private static readonly string[] NotHere = ["DEF-23", "DEF-26", "DEF-27"];

    private static readonly string[][] Rows = [.. DocumentTables.Of("docs/supervision.md").SelectMany(rows => rows)];

    [Fact]
    public void Each_line_has_a_row() => Assert.Equal(Ids, Rows.Select(row => row[0]));

    [Fact]
    public void Each_line_is_shown_by_tests_unless_it_is_about_what_is_not_here() =>
        Assert.Equal(NotHere, Rows.Where(row => NamedTest.In(row[2]).Length == 0).Select(row => row[0]));

    [Fact]
    public void What_is_not_here_is_said_so() =>
        Assert.Equal(NotHere, Rows.Where(row => row[1].StartsWith("not here: ", StringComparison.Ordinal)).Select(row => row[0]));

    [Fact]
    public void Each_test_that_is_named_is_there() => Assert.All(Rows.SelectMany(row => NamedTest.In(row[2])), test => Assert.NotEmpty(test.Body()));

    private static IEnumerable<string> Lines(string kind, int count) => Enumerable.Range(1, count).Select(number => $"{kind}-{number:00}");
}
