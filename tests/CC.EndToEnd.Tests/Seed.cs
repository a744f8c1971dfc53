using System.Globalization;

namespace CC.EndToEnd.Tests;

/// <summary>What decides about all that is random in a test: a new one each time, or that in the environment variable CC_TEST_SEED, to repeat a failure.</summary>
internal static class Seed
{
    private const string Variable = "CC_TEST_SEED";

    /// <summary>The seed, which is printed.</summary>
    public static int Take()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
