package fr.creneau.hold;

import fr.creneau.redis.LuaScript;

/** The scripts of the store, one for each act. Their headers say what they take and answer. */
record HoldScripts(
        LuaScript place,
        LuaScript spend,
        LuaScript find,
        LuaScript prove,
        LuaScript prolong,
        LuaScript seal,
        LuaScript release,
        LuaScript settle,
        LuaScript count,
        LuaScript sweep,
        LuaScript rebuildBegin,
        LuaScript rebuildLoad,
        LuaScript rebuildFlip) {

    static HoldScripts load() {
        return withClock("redis/clock.lua");
    }

    /** The same scripts under another clock: tests let hours pass without waiting for them. */
    static HoldScripts withClock(String clock) {
        return new HoldScripts(
                script("place", clock),
                script("spend", clock),
                script("find", clock),
                script("prove", clock),
                script("prolong", clock),
                script("seal", clock),
                script("release", clock),
                script("settle", clock),
                script("count", clock),
                script("sweep", clock),
                script("rebuild_begin", clock),
                script("rebuild_load", clock),
                script("rebuild_flip", clock));
    }

    private static LuaScript script(String name, String clock) {
        return LuaScript.load("redis/" + name + ".lua", clock, "redis/gcra.lua", "redis/desk.lua");
    }
}
