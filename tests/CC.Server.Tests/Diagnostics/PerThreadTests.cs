using CC.Server.Diagnostics;

namespace CC.Server.Tests.Diagnostics;

public sealed class PerThreadTests
{
    [Fact]
    public void Each_thread_has_its_own_and_keeps_it()
    {
        var own = new PerThread<object>();

        var others = Enumerable.Range(0, 3).Select(_ => OnThread(() => own.Own)).ToArray();

        Assert.Same(own.Own, own.Own);
        Assert.DoesNotContain(own.Own, others);
    }

    [Fact]
    public void What_a_thread_leaves_goes_on_with_another()
    {
        var own = new PerThread<object>();
        var left = new HashSet<object>();

        // Each round's threads have ended when the next one's begin, so at some time one has to get what another has left.
        var goesOn = Enumerable.Range(0, 1000).Any(_ =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !left.Add(OnThread(() => own.Own));
        });

        Assert.True(goesOn);
    }

    private static T OnThread<T>(Func<T> ask)
    {
        var answer = default(T);
        var thread = new Thread(() => answer = ask());
        thread.Start();
        thread.Join();
        return answer!;
    }
}
