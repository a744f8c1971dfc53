using System.Globalization;

namespace CC.Zmtp.Tests.Fuzz;

/// <summary>
/// Runs a fuzz target over and over. The seed is printed, and CC_FUZZ_SEED repeats a run; CC_FUZZ_ROUNDS makes it longer.
/// </summary>
internal static class FuzzRun
{
    private const int Rounds = 20_000;

    public static void Of(Action<Random> target)
    {
        var seed = Setting("CC_FUZZ_SEED") ?? Random.Shared.Next();
        var rounds = Setting("CC_FUZZ_ROUNDS") ?? Rounds;
        TestContext.Current.TestOutputHelper?.WriteLine($"CC_FUZZ_SEED={seed} CC_FUZZ_ROUNDS={rounds}");
        for (var round = 0; round < rounds; round++)
        {
            try
            {
                target(new Random(unchecked(seed + round)));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Round {round} failed; repeat it with CC_FUZZ_SEED={unchecked(seed + round)} CC_FUZZ_ROUNDS=1.", failure);
            }
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
