namespace CC.Supervision.Native;

/// <summary>Called by an <see cref="EventLoop"/> when its descriptor can be read or written.</summary>
internal interface IReady
{
    void Ready(uint what);
}
