namespace CC.Server.Components;

/// <summary>A component that was made, with all that has to end with it.</summary>
internal sealed class Made<T>(T component, ComponentServices services, IDisposable use)
    where T : class
{
    public T Component => component;

    /// <summary>Disposes the component, then what it was given, and says whether it has let itself be disposed in time. One that has not still counts as used.</summary>
    /// <param name="disposal">How.</param>
    /// <param name="isIdle">Whether it does nothing any more.</param>
    /// <param name="deadline">Until when it may take.</param>
    public async Task<bool> EndAsync(Disposal disposal, bool isIdle, CancellationToken deadline)
    {
        var disposed = await disposal.DisposeAsync(services.Context.Section, component, deadline);
        services.Dispose();
        if (disposed && isIdle)
        {
            use.Dispose();
        }

        return disposed && isIdle;
    }
}
